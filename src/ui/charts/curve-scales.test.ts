import { expect, test } from 'vitest';
import { logTicks } from './curve-scales.ts';

test('ticks are the digits of each power of ten within the range', () => {
  expect(logTicks(0.096, 2.3)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2]);
  expect(logTicks(0.5, 0.7)).toEqual([0.5, 0.6, 0.7]);
  expect(logTicks(1, 1e30)).toHaveLength(9 * 30 + 1);
});

test('wherever the lowest value lies, ticks come to an end and stay in the range', () => {
  for (let low = 1e-4; low < 10; low *= 1.003) {
    const ticks = logTicks(low, 30);
    expect(ticks[0]).toBeGreaterThanOrEqual(low);
    expect(ticks.at(-1)).toBe(30);
  }
});
