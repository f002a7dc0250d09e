import { expect, test } from 'vitest';
import { placeOf } from './place-of.ts';

const moments = [{ step: 0 }, { step: 10 }, { step: 30 }];

test('now stands after the last moment', () => {
  expect(placeOf(moments, null)).toBe(3);
  expect(placeOf([], null)).toBe(0);
});

test('a moment stands in its place, one that was thinned out at its neighbour before', () => {
  expect([0, 10, 20, 30, 99].map((step) => placeOf(moments, step))).toEqual([0, 1, 1, 2, 2]);
  expect(placeOf([{ step: 5 }], 1)).toBe(0);
});
