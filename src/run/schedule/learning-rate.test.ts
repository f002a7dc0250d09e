import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/run-settings.ts';
import { learningRateAt, updateRuleOf } from './learning-rate.ts';

const settings = { ...defaultSettings, learningRate: 0.01 };
const all = 10_000;

test('a constant rate is constant', () => {
  for (const done of [1, 5_000, all]) {
    expect(learningRateAt({ ...settings, schedule: 'constant' }, done, all)).toBe(0.01);
  }
});

test('one cycle rises to the peak and falls to nearly nothing', () => {
  const rates = Array.from({ length: all }, (_, i) =>
    learningRateAt({ ...settings, schedule: 'one-cycle' }, i + 1, all),
  );
  const peak = rates.indexOf(Math.max(...rates));
  expect(rates[peak]).toBeCloseTo(0.01, 6);
  expect(rates.slice(0, peak)).toEqual(rates.slice(0, peak).toSorted((a, b) => a - b));
  expect(rates.slice(peak)).toEqual(rates.slice(peak).toSorted((a, b) => b - a));
  expect(rates.at(-1)).toBeLessThan(1e-6);
});

test('cosine begins at the peak and falls to nearly nothing', () => {
  expect(learningRateAt({ ...settings, schedule: 'cosine' }, 1, all)).toBe(0.01);
  expect(learningRateAt({ ...settings, schedule: 'cosine' }, all / 2 + 1, all)).toBeCloseTo(0.005, 6);
  expect(learningRateAt({ ...settings, schedule: 'cosine' }, all, all)).toBeLessThan(1e-6);
});

test('the rate follows the images, so the size of a batch does not matter', () => {
  const rate = learningRateAt(settings, 640, all);
  expect(learningRateAt({ ...settings, batchSize: 1 }, 640, all)).toBe(rate);
});

test('sgd has its momentum, the others their moments', () => {
  expect(updateRuleOf({ ...settings, optimiser: 'sgd', momentum: 0.8 }, 0.1)).toMatchObject({
    kind: 'sgd',
    momentum: 0.8,
    learningRate: 0.1,
  });
  expect(updateRuleOf({ ...settings, optimiser: 'adamw' }, 0.1)).toMatchObject({
    kind: 'adamw',
    beta2: 0.999,
  });
});
