import type { Random } from '../../lib/random.ts';
import type { Drawing, Stroke } from '../drawing/drawing.ts';
import { bounded, writeWays } from './hand.ts';
import { type Style, styles } from './styles.ts';

/** A digit that nobody wrote. */
export interface SyntheticDigit {
  readonly digit: number;
  readonly style: string;
  readonly drawing: Drawing;
  /** Of the pen it was written with, in pixels of the 20 x 20 box: MNIST's pens vary, a drawing's does not. */
  readonly lineWidth: number;
}

/** Of MNIST's lines: the median, and by how much their logarithm deviates. */
const usualLineWidth = 2.4;
const lineWidthDeviation = 0.32;

/**
 * Writes a digit: a style by its share among those that are on, in a hand of its own. The same state of
 * `random` gives the same digit.
 * @param among what it may write; at least one
 * @throws Error when `among` is empty
 */
export function synthesise(random: Random, among: readonly Style[] = styles): SyntheticDigit {
  const style = choose(random, among);
  let strokes = writeWays(style.strokes, style.freedom, random);
  // Some hands would make another digit of it: they write something else.
  while (!isItself(style, strokes)) strokes = writeWays(style.strokes, style.freedom, random);
  return {
    digit: style.digit,
    style: style.name,
    drawing: { strokes, picture: null },
    lineWidth: anyPen(random),
  };
}

/** Width of a pen's line, in pixels of the 20 x 20 box. */
export function anyPen(random: Random): number {
  return usualLineWidth * Math.exp(bounded(random, lineWidthDeviation));
}

function isItself({ climb }: Style, [first]: readonly Stroke[]): boolean {
  const start = first?.points[0];
  if (!climb || !first || !start) return true;
  const head = first.points.reduce((highest, point) => (point.y < highest.y ? point : highest));
  const foot = first.points.reduce((lowest, point) => (point.y > lowest.y ? point : lowest));
  const aside = Math.abs(head.x - start.x);
  const degrees = (Math.atan2(start.y - head.y, aside) * 180) / Math.PI;
  const height = Math.max(1, foot.y - head.y);
  return (
    isWithin(climb, degrees) &&
    isWithin(climb.reach, aside / height) &&
    isWithin(climb.lean, (head.x - foot.x) / height)
  );
}

function isWithin(limits: { readonly from: number; readonly to: number } | undefined, value: number) {
  return limits === undefined || (value >= limits.from && value <= limits.to);
}

/** Every digit that has a style is as frequent as every other; within it the shares count. */
function choose(random: Random, among: readonly Style[]): Style {
  const digits = [...new Set(among.map(({ digit }) => digit))];
  const digit = digits[random.integer(0, Math.max(0, digits.length - 1))];
  const own = among.filter((style) => style.digit === digit);
  let left = random.uniform() * own.reduce((sum, { share }) => sum + share, 0);
  for (const style of own) {
    left -= style.share;
    if (left <= 0) return style;
  }
  const last = own.at(-1);
  if (!last) throw new Error('synthesise: expected at least one style, got none');
  return last;
}
