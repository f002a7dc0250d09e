import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { paperSize, type Stroke } from '../drawing/drawing.ts';
import { normalise } from '../raster/normalise.ts';
import { type PenStrokes, rewrite } from './rewrite.ts';

/** A 7: a level stroke that turns down sharply, and a short bar across it. */
const seven: PenStrokes = [
  [
    [100, 0],
    [600, 0],
    [350, 1000],
  ],
  [
    [250, 500],
    [650, 480],
  ],
];
const dot: PenStrokes = [[[3, 3]]];
/** The same, and a tick that a hasty hand leaves out. */
const sevenWithTick: PenStrokes = [
  ...seven,
  [
    [600, 0],
    [600, 60],
  ],
];

function written(strokes: PenStrokes, count: number): Stroke[][] {
  const random = randomFromSeed(1);
  return Array.from({ length: count }, () => rewrite(strokes, random));
}

function extent(strokes: readonly Stroke[], axis: 'x' | 'y'): number {
  const places = strokes.flatMap(({ points }) => points.map((point) => point[axis]));
  return Math.max(...places) - Math.min(...places);
}

test('a digit is written anew every time, on the paper, and the same seed writes the same', () => {
  const all = written(seven, 200);
  expect(new Set(all.map((strokes) => JSON.stringify(strokes))).size).toBe(200);
  expect(written(seven, 200)).toEqual(all);
  for (const { x, y } of all.flat(2).flatMap(({ points }) => points)) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y)).toBeLessThanOrEqual(paperSize);
  }
});

test('hands slant and stretch to both sides of the one that wrote it, and not much further', () => {
  const shares = written(seven, 400).map((strokes) => extent(strokes, 'x') / extent(strokes, 'y'));
  const own = 0.55;
  expect(shares.filter((share) => share < own).length).toBeGreaterThan(80);
  expect(shares.filter((share) => share > own).length).toBeGreaterThan(80);
  expect(Math.min(...shares)).toBeGreaterThan(own / 2.5);
  expect(Math.max(...shares)).toBeLessThan(own * 2.5);
});

test('most keep their strokes; a few are written without lifting the pen or without a short stroke', () => {
  const counts = written(sevenWithTick, 1000).map(({ length }) => length);
  expect(counts.filter((count) => count === 3).length).toBeGreaterThan(700);
  expect(counts.filter((count) => count < 3).length).toBeGreaterThan(50);
  // A 7 without its tick is a 7, but without its long stroke it is none.
  expect(written(seven, 1000).filter((strokes) => extent(strokes, 'y') < paperSize / 4)).toEqual([]);
});

test('a dot stays one', () => {
  for (const strokes of written(dot, 50)) {
    expect(strokes.length).toBe(1);
    expect(normalise({ strokes, picture: null })).not.toBeNull();
  }
});
