import { expect, test } from 'vitest';
import { middlesOf } from './digit-map.ts';

test('the middle of a class is the median of its places, and not a number without any', () => {
  const places = Float32Array.from([0, 5, 1, 6, 100, 7, 3, 3, 5, 1]);
  const middles = middlesOf(places, Uint8Array.from([2, 2, 2, 7, 7]));
  expect([...middles.subarray(4, 6)]).toEqual([1, 6]);
  expect([...middles.subarray(14, 16)]).toEqual([4, 2]);
  expect(middles[0]).toBeNaN();
});
