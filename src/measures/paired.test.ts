import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mcNemar, pairedErrors } from './paired.ts';

test('each error is of one network, of the other, or of both', () => {
  const labels = [0, 1, 2, 3, 4];
  const a = { labels, answers: [0, 7, 2, 9, 9] };
  const b = { labels, answers: [5, 1, 2, 9, 8] };
  expect(pairedErrors(a, b)).toEqual({ onlyA: [1], onlyB: [0], both: [3, 4] });
});

test('answers to other images are not compared', () => {
  const a = { labels: [0, 1], answers: [0, 1] };
  expect(pairedErrors(a, { labels: [0, 2], answers: [0, 1] })).toBeNull();
  expect(pairedErrors(a, { labels: [0], answers: [0] })).toBeNull();
});

test('McNemar’s p-value by hand: 1 of 6, 5 of 15, none, and none at all', () => {
  expect(mcNemar(1, 5)).toBeCloseTo((2 * (1 + 6)) / 2 ** 6, 12);
  // 1 + 15 + 105 + 455 + 1365 + 3003 of 32768
  expect(mcNemar(10, 5)).toBeCloseTo((2 * 4944) / 32768, 12);
  expect(mcNemar(0, 8)).toBeCloseTo(2 / 2 ** 8, 12);
  expect(mcNemar(0, 0)).toBe(1);
  expect(mcNemar(4, 4)).toBe(1);
});

test('it is the same whichever network is named first, within 0..1, and smaller the more uneven they are', () => {
  const count = fc.integer({ min: 0, max: 3_000 });
  fc.assert(
    fc.property(count, count, (a, b) => {
      const p = mcNemar(a, b);
      expect(p).toBe(mcNemar(b, a));
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      if (a > 0 && a <= b) expect(mcNemar(a - 1, b + 1)).toBeLessThanOrEqual(p);
    }),
  );
});
