import { expect, test } from 'vitest';
import { type Random, randomFromSeed } from '../../lib/random.ts';
import { type InkPoint, paperSize } from '../drawing.ts';
import { normalise } from '../normalise.ts';
import { type Style, styles } from './styles.ts';
import { synthesise } from './synthesise.ts';

/** `DIGITS=100000` in the environment for the long version. */
const count = Number(process.env.DIGITS ?? 20_000);

const named = (...names: readonly string[]): Style[] =>
  styles.filter(({ name }) => names.some((start) => name.startsWith(start)));

test(`${count} digits: on the paper, in whole numbers, with as much ink as people's`, () => {
  const random = randomFromSeed(1);
  const seen = new Set<string>();
  for (let made = 0; made < count; made++) {
    const { style, drawing } = synthesise(random);
    seen.add(style);
    for (const { width, points } of drawing.strokes) {
      expect(width >= 100 && width <= 300 && points.length >= 4 && points.length < 300).toBe(true);
      const inside = (value: number) => Number.isInteger(value) && value >= 0 && value <= paperSize;
      expect(points.every(({ x, y }) => inside(x) && inside(y))).toBe(true);
    }
    const ink = normalise(drawing)?.inkArea ?? 0;
    // Of MNIST's 60,000 training digits 99.9 % lie between 27 and 236 pixels.
    expect(ink).toBeGreaterThan(25);
    expect(ink).toBeLessThan(240);
  }
  expect(seen.size).toBe(styles.length);
});

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

/** Degrees by which the first part of a stroke, from its start to its highest point, climbs. */
function climb(points: readonly InkPoint[]): number {
  const [start] = points;
  const head = points.reduce((highest, point) => (point.y < highest.y ? point : highest));
  if (!start) throw new Error('climb: expected points, got none');
  return (Math.atan2(start.y - head.y, Math.abs(head.x - start.x)) * 180) / Math.PI;
}

test("a 1's upstroke always climbs more steeply than a 7's bar", () => {
  const random = randomFromSeed(3);
  const climbs = (among: readonly Style[]) =>
    Array.from({ length: 4_000 }, () => climb(synthesise(random, among).drawing.strokes[0]?.points ?? []));
  const upstrokes = climbs(named('1 with a long upstroke', '1 with an upstroke'));
  const bars = climbs(styles.filter(({ name }) => name === '7' || name === '7 with a bar'));
  expect(Math.min(...upstrokes)).toBeGreaterThan(Math.max(...bars));
});
