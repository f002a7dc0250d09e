import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imagesToNext } from './validation-times.ts';

test('there are always images left until the next validation: none would end the run in a pause', () => {
  const count = fc.integer({ min: 10, max: 100_000 });
  const times = fc.integer({ min: 1, max: 8 });
  const epochs = fc.integer({ min: 0, max: 200 });
  fc.assert(
    fc.property(count, times, epochs, (count, times, epochs) => {
      const left = imagesToNext(epochs * count, count, times);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeCloseTo(count / times, 6);
    }),
  );
  // 5 * 59,000 / (59,000 / 3) is 14.999999999999998.
  expect(imagesToNext(5 * 59_000, 59_000, 3)).toBeCloseTo(59_000 / 3, 6);
});

test('within an epoch it is what is left of its part', () => {
  expect(imagesToNext(0, 800, 8)).toBe(100);
  expect(imagesToNext(99, 800, 8)).toBe(1);
  expect(imagesToNext(100, 800, 8)).toBe(100);
});
