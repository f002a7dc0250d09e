import { expect, test } from 'vitest';
import { append, largest, smallest } from './lists.ts';

test('lists of a million entries do not overflow the stack', () => {
  const values = Float64Array.from({ length: 1_000_000 }, (_, at) => at - 7);
  expect([smallest(values), largest(values)]).toEqual([-7, 999_992]);
  const list = [1];
  append(list, values);
  expect(list).toHaveLength(1_000_001);
  expect(list.slice(0, 3)).toEqual([1, -7, -6]);
});

test('of nothing, and of what is no number', () => {
  expect([smallest([]), largest([]), largest([], 0)]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
  ]);
  expect(largest([1, Number.NaN, 2])).toBeNaN();
});
