import { expect, test } from 'vitest';
import { strokeCuts } from './stroke-cuts.ts';

const way = (...places: readonly (readonly [number, number])[]) =>
  places.map(([x, y]) => ({ x, y, pressure: 128 }));

test('a stroke is cut where it turns back in height, and at corners', () => {
  const turns = way([0, 0], [20, 400], [40, 800], [500, 400], [900, 0], [920, 800]);
  expect(strokeCuts(turns, 800)).toEqual([2, 4]);
  const corner = way([0, 0], [20, 400], [40, 800], [500, 820], [900, 830], [920, 1600]);
  expect(strokeCuts(corner, 800)).toEqual([2, 4]);
});

test('a tremor is no turn, and a cut is not close to another or to an end', () => {
  expect(strokeCuts(way([0, 0], [300, 10], [310, 0], [320, 12], [900, 700]), 800)).toEqual([]);
  expect(strokeCuts(way([0, 0], [50, 100], [900, 0], [950, 100]), 800)).toEqual([]);
});

test('a stroke that is narrow or straight is not cut', () => {
  expect(strokeCuts(way([0, 0], [300, 800], [0, 800], [300, 0]), 800)).toEqual([]);
  expect(strokeCuts(way([0, 0], [400, 100], [800, 0], [1600, 0]), 800)).toEqual([]);
  expect(strokeCuts([], 800)).toEqual([]);
});
