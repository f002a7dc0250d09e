import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { calibrationOf } from './calibration.ts';

test('answers are sorted by their confidence, with its mean and the share that was right', () => {
  const { bins, error } = calibrationOf([0.92, 0.98, 0.55, 1, 0.5], (i) => i !== 2);
  expect(bins).toHaveLength(10);
  expect(bins[9]).toMatchObject({ from: 0.9, to: 1, count: 3, accuracy: 1 });
  expect(bins[9]?.confidence).toBeCloseTo((0.92 + 0.98 + 1) / 3);
  expect(bins[5]).toMatchObject({ count: 2, accuracy: 0.5 });
  expect(bins[0]).toEqual({ from: 0, to: 0.1, count: 0, confidence: null, accuracy: null });
  // 3 answers 0.0333 too modest, 2 answers 0.025 too sure.
  expect(error).toBeCloseTo((3 * (1 - 2.9 / 3) + 2 * 0.025) / 5);
});

test('who is right as often as he says has an error near 0, who boasts one as large as his boast', () => {
  const random = randomFromSeed(1);
  const sure = Array.from({ length: 50_000 }, () => 0.1 + 0.9 * random.uniform());
  const honest = sure.map((confidence) => random.uniform() < confidence);
  expect(calibrationOf(sure, (i) => honest[i] === true).error).toBeLessThan(0.01);
  const boast = sure.map(() => 0.99);
  const half = sure.map((_, i) => i % 2 === 0);
  expect(calibrationOf(boast, (i) => half[i] === true).error).toBeCloseTo(0.49);
});

test('no answers have no error, and values at the edges a bin', () => {
  expect(calibrationOf([], () => true)).toMatchObject({ error: 0 });
  const { bins } = calibrationOf([0, 1, 1.0000001], () => true);
  expect([bins[0]?.count, bins[9]?.count]).toEqual([1, 2]);
});
