import { expect, test } from 'vitest';
import type { RunCurves, RunStatus, TestResult } from '../../../run/contract.ts';
import { idle } from '../../../run/settings/idle.ts';
import { epochWords, rateText, resultOf, resultWords, spokenText } from './run-text.ts';

const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
counts[9] = [0, 0, 0, 0, 10, 0, 0, 3, 0, 987];
counts[4] = [0, 0, 0, 0, 998, 0, 0, 0, 0, 2];
const result = { step: 200, right: 1985, total: 2000, counts } as unknown as TestResult;
const finished: RunStatus = { ...idle, state: 'finished', step: 200, totalSteps: 200, epochs: 2, epoch: 2 };
const running: RunStatus = { ...finished, state: 'running', step: 150 };
const at = (step: number, accuracy: number) => ({ step, loss: 0.1, accuracy });
const curves = { validation: [at(50, 0.9), at(100, 0.95), at(120, 0.96)] } as unknown as RunCurves;

test('the result says how many are right, and what is confused most', () => {
  expect(resultWords(result)).toMatch(
    /^99\.25.% of 2,000 test images right, 15 wrong; most often 9 read as 4 \(10 times\)\.$/,
  );
  expect(resultWords({ ...result, right: 2000 })).toMatch(/right\.$/);
  expect(resultWords({ ...result, dataName: 'Synthetic handwriting' })).toContain(
    'of 2,000 test digits of synthetic handwriting right',
  );
});

test('it is of the end of the run only', () => {
  expect(resultOf(finished, result)).toBe(result);
  expect(resultOf(finished, { ...result, step: 100 })).toBeNull();
  expect(resultOf(running, result)).toBeNull();
});

test('no rate looks like an error: the last of a schedule is 0, and a run that has ended has none', () => {
  expect(rateText({ ...running, learningRate: 8.5e-13 })).toBe('0');
  expect(rateText({ ...running, learningRate: 0.002 })).toBe('0.0020');
  expect(rateText({ ...finished, learningRate: 8.5e-13 })).toBe('–');
});

test('each epoch and the result are heard, and no step', () => {
  expect(epochWords({ ...running, epoch: 1 }, curves)).toBe('');
  const first = epochWords(running, curves);
  expect(first).toMatch(/^Epoch 1 of 2 done: 95\.0.% of validation images right$/);
  expect(epochWords({ ...running, step: 199 }, curves)).toBe(first);
  expect(spokenText(running, first, null)).toBe(first);
  expect(spokenText(finished, '', null)).toBe('Finished');
  expect(spokenText(finished, '', result)).toContain('Finished: 99.25');
});
