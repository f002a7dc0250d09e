import type { Random } from '../../lib/random.ts';
import { type Drawing, type InkPoint, paperSize, type Stroke } from '../drawing/drawing.ts';
import { onPaper, writeWays } from './hand.ts';
import { signs } from './signs.ts';
import { type Style, styles } from './styles.ts';
import { synthesise } from './synthesise.ts';

export const noDigitKinds = ['scribble', 'zigzag', 'loops', 'spiral', 'sign', 'several digits'] as const;
type NoDigitKind = (typeof noDigitKinds)[number];

interface SyntheticNoDigit {
  readonly kind: NoDigitKind;
  readonly drawing: Drawing;
}

/**
 * Draws something that is no digit: a scribble, a zigzag, a row of loops, a spiral, a letter or another sign unlike any
 * digit, or two or three digits side by side. The same state of `random` gives the same drawing.
 * @param among the styles of digits side by side, at least one
 */
export function synthesiseNoDigit(
  random: Random,
  kind: NoDigitKind = anyKind(random),
  among: readonly Style[] = styles,
): SyntheticNoDigit {
  return { kind, drawing: { strokes: strokesOf(kind, random, among), picture: null } };
}

/** Each as likely as the others. */
export function anyKind(random: Random): NoDigitKind {
  return noDigitKinds[random.integer(0, noDigitKinds.length - 1)] as NoDigitKind;
}

function strokesOf(kind: NoDigitKind, random: Random, among: readonly Style[]): Stroke[] {
  switch (kind) {
    case 'scribble':
      return writeWays(scribble(random), 1, random);
    case 'zigzag':
      return writeWays([zigzag(random)], 0.8, random);
    case 'loops':
      return writeWays([loops(random)], 0.8, random);
    case 'spiral':
      return writeWays([spiral(random)], 0.6, random);
    case 'sign':
      return writeWays(signs[random.integer(0, signs.length - 1)]?.strokes ?? [], 1, random);
    case 'several digits':
      return severalDigits(random, among);
  }
}

function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random.uniform();
}

/** Anywhere and back: with fewer places than these it is a digit now and then. */
function scribble(random: Random): number[][] {
  const strokes = random.integer(1, 3);
  const places = random.integer(8, 26);
  return Array.from({ length: strokes }, () =>
    Array.from({ length: 2 * Math.ceil(places / strokes) }, () => between(random, 2, 98)),
  );
}

/** To and fro across the field while moving on, with round or sharp turns, at any angle. */
function zigzag(random: Random): number[] {
  const turns = random.integer(5, 14);
  const width = between(random, 15, 45);
  const sharp = random.uniform() < 0.5;
  const angle = between(random, 0, 2 * Math.PI);
  return Array.from({ length: turns + 1 }, (_, turn) => {
    const along = 96 * (turn / turns - 0.5);
    const aside = (turn % 2 ? width : -width) * between(random, 0.7, 1.1);
    const x = 50 + along * Math.cos(angle) - aside * Math.sin(angle);
    const y = 50 + along * Math.sin(angle) + aside * Math.cos(angle);
    return sharp && turn > 0 && turn < turns ? [x, y, x, y] : [x, y];
  }).flat();
}

/** Three loops and more in a row, as of a pen that is tried out. */
function loops(random: Random): number[] {
  const turns = random.integer(3, 7);
  const radius = between(random, 12, 34);
  const height = radius * between(random, 0.8, 2.2);
  const against = random.uniform() < 0.5 ? -1 : 1;
  const places = 7 * turns;
  return Array.from({ length: places + 1 }, (_, place) => {
    const angle = (2 * Math.PI * turns * place) / places;
    const along = 96 * (place / places - 0.5);
    return [50 + along + radius * Math.sin(angle), 50 + against * height * Math.cos(angle)];
  }).flat();
}

/** Two turns and more. */
function spiral(random: Random): number[] {
  const turns = between(random, 2, 4) * (random.uniform() < 0.5 ? -1 : 1);
  const from = between(random, 0, 2 * Math.PI);
  const places = Math.ceil(9 * Math.abs(turns));
  return Array.from({ length: places + 1 }, (_, place) => {
    const share = place / places;
    const radius = 4 + 44 * share;
    const angle = from + 2 * Math.PI * turns * share;
    return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)];
  }).flat();
}

/** Whole digits in a row, as high as each other or nearly, with a gap that may be small. */
function severalDigits(random: Random, among: readonly Style[]): Stroke[] {
  const count = random.uniform() < 0.85 ? 2 : 3;
  const height = between(random, 0.22, 0.4) * paperSize;
  let left = 0.03 * paperSize;
  const strokes: Stroke[] = [];
  for (let made = 0; made < count; made++) {
    const digit = synthesise(random, among).drawing.strokes;
    const all = digit.flatMap(({ points }) => points);
    const [minX, maxX] = extent(all, 'x');
    const [minY, maxY] = extent(all, 'y');
    const scale = (height * between(random, 0.85, 1.1)) / Math.max(1, maxY - minY, (maxX - minX) / 1.2);
    const top = 0.5 * (paperSize - height) + between(random, -0.08, 0.08) * height;
    const from = left;
    for (const { width, points } of digit) {
      strokes.push({
        width,
        points: points.map(({ x, y, pressure }) => ({
          x: onPaper(from + (x - minX) * scale),
          y: onPaper(top + (y - minY) * scale),
          pressure,
        })),
      });
    }
    left += (maxX - minX) * scale + between(random, 0.12, 0.6) * height;
  }
  return strokes;
}

function extent(points: readonly InkPoint[], axis: 'x' | 'y'): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    least = Math.min(least, point[axis]);
    most = Math.max(most, point[axis]);
  }
  return [least, most];
}
