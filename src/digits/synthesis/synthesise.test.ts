import { expect, test } from 'vitest';
import { type Random, randomFromSeed } from '../../lib/random.ts';
import { type Drawing, type InkPoint, paperSize, type Stroke } from '../drawing/drawing.ts';
import { normalise } from '../raster/normalise.ts';
import { type Style, styles } from './styles.ts';
import { synthesise } from './synthesise.ts';

/** The property is cheap to check on the strokes; pixels are made of every tenth digit. */
const count = 100_000;
const rasterised = 10;

const named = (...names: readonly string[]): Style[] =>
  styles.filter(({ name }) => names.some((start) => name.startsWith(start)));

test(`${count} digits: on the paper, with ink, of the style they are labelled with, and no 1 a 7`, () => {
  const random = randomFromSeed(1);
  const byName = new Map(styles.map((style) => [style.name, style]));
  const seen = new Set<string>();
  /** Collected rather than expected one by one, which would take most of the time. */
  const wrong: string[] = [];
  for (let made = 0; made < count; made++) {
    const { digit, style: name, drawing } = synthesise(random);
    const style = byName.get(name);
    seen.add(name);
    const fault =
      style?.digit !== digit
        ? `labelled ${digit}`
        : (faultOfStrokes(style, drawing.strokes) ??
          faultOfClimb(style, drawing.strokes) ??
          (made % rasterised === 0 ? faultOfInk(drawing) : null));
    if (fault) wrong.push(`digit ${made}, ${name}: ${fault}`);
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(seen.size).toBe(styles.length);
});

function faultOfStrokes({ strokes: ways }: Style, strokes: readonly Stroke[]): string | null {
  if (strokes.length !== ways.length) return `${strokes.length} strokes`;
  let [left, right, top, bottom] = [paperSize, 0, paperSize, 0];
  for (const { width, points } of strokes) {
    if (!(width >= 100 && width <= 300)) return `a line ${width} wide`;
    if (points.length < 4 || points.length >= 300) return `${points.length} points`;
    for (const { x, y } of points) {
      if (!Number.isInteger(x) || !Number.isInteger(y)) return `a point at ${x}, ${y}`;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (left < 0 || top < 0 || right > paperSize || bottom > paperSize) return 'ink beside the paper';
  const extent = Math.max(right - left, bottom - top);
  return extent < 0.2 * paperSize ? `${extent} units large` : null;
}

const bar = styles.find(({ name }) => name === '7')?.climb ?? { from: 0, to: 0 };

/** What tells a 1 with an upstroke from a 7: the 1 climbs more steeply, or reaches less far aside. */
function faultOfClimb({ digit, climb }: Style, [first]: readonly Stroke[]): string | null {
  if (!climb || !first) return null;
  const { degrees, reach } = climbOf(first.points);
  const likeSeven = degrees <= bar.to && reach >= (bar.reach?.from ?? 0);
  return likeSeven === (digit === 7) ? null : `climbs ${degrees} degrees, reaches ${reach}`;
}

function faultOfInk(drawing: Drawing): string | null {
  const ink = normalise(drawing)?.inkArea ?? 0;
  // Of MNIST's 60,000 training digits 99.9 % lie between 27 and 236 pixels.
  return ink > 25 && ink < 240 ? null : `ink of ${ink} pixels`;
}

test('the same seed writes the same digits, another seed others, at the edges of the range too', () => {
  const written = (random: Random) => Array.from({ length: 5 }, () => synthesise(random));
  for (const seed of [0, 1, -1, 0x7fff_ffff, -0x8000_0000]) {
    expect(written(randomFromSeed(seed))).toEqual(written(randomFromSeed(seed)));
  }
  expect(written(randomFromSeed(1))).not.toEqual(written(randomFromSeed(2)));
});

test('every digit that has a style is as frequent as the others; within a digit the shares count', () => {
  const random = randomFromSeed(2);
  const among = [...named('1 as a bar', '1 with a foot'), ...named('7')];
  const made = Array.from({ length: 4_000 }, () => synthesise(random, among));
  const share = (holds: (one: (typeof made)[number]) => boolean) => made.filter(holds).length / made.length;
  expect(share(({ digit }) => digit === 7)).toBeCloseTo(0.5, 1);
  const foot = share(({ style }) => style === '1 with a foot') / share(({ digit }) => digit === 1);
  expect(foot).toBeCloseTo(1.5 / 5.5, 1);
  expect(share(({ digit }) => digit === 0)).toBe(0);
});

test('with every style switched off there is nothing to write', () => {
  expect(() => synthesise(randomFromSeed(1), [])).toThrow('at least one style');
});

/** How the first part of a stroke, from its start to its highest point, climbs and reaches aside. */
function climbOf(points: readonly InkPoint[]): { readonly degrees: number; readonly reach: number } {
  const [start] = points;
  const head = points.reduce((highest, point) => (point.y < highest.y ? point : highest));
  const foot = points.reduce((lowest, point) => (point.y > lowest.y ? point : lowest));
  if (!start) throw new Error('climbOf: expected points, got none');
  const aside = Math.abs(head.x - start.x);
  return {
    degrees: (Math.atan2(start.y - head.y, aside) * 180) / Math.PI,
    reach: aside / Math.max(1, foot.y - head.y),
  };
}

test("a 1's upstroke always climbs more steeply than a 7's bar", () => {
  const random = randomFromSeed(3);
  const climbs = (among: readonly Style[]) =>
    Array.from(
      { length: 4_000 },
      () => climbOf(synthesise(random, among).drawing.strokes[0]?.points ?? []).degrees,
    );
  const upstrokes = climbs(named('1 with a long upstroke', '1 with an upstroke'));
  const bars = climbs(styles.filter(({ name }) => name === '7' || name === '7 with a bar'));
  expect(Math.min(...upstrokes)).toBeGreaterThan(Math.max(...bars));
});

test('a stem that leans too far is another digit, and is written again', () => {
  const random = randomFromSeed(4);
  const [flagged] = named('1 with a level flag');
  const leaning = { ...(flagged as Style), climb: { from: -90, to: 90, lean: { from: 0.1, to: 0.2 } } };
  for (let time = 0; time < 500; time++) {
    const points = synthesise(random, [leaning]).drawing.strokes[0]?.points ?? [];
    const head = points.reduce((highest, point) => (point.y < highest.y ? point : highest));
    const foot = points.reduce((lowest, point) => (point.y > lowest.y ? point : lowest));
    const lean = (head.x - foot.x) / (foot.y - head.y);
    expect(lean).toBeGreaterThanOrEqual(0.1);
    expect(lean).toBeLessThanOrEqual(0.2);
  }
});
