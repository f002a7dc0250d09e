import { expect, test } from 'vitest';
import { oneCycleRate } from './one-cycle.ts';

test('climbs to the peak at the end of the warm-up, then falls to nearly nothing, never to zero', () => {
  const rates = Array.from({ length: 100 }, (_, step) => oneCycleRate(step, 100, 0.01, 0.2));
  expect(rates.indexOf(Math.max(...rates))).toBe(19);
  expect(rates[19]).toBe(0.01);
  const changes = rates.slice(1).map((rate, i) => Math.sign(rate - (rates[i] as number)));
  expect(changes).toEqual([...new Array(19).fill(1), ...new Array(80).fill(-1)]);
  expect(rates[99]).toBeGreaterThan(0);
  expect(rates[99]).toBeLessThan(1e-5);
});
