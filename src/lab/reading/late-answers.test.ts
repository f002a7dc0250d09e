import { expect, test } from 'vitest';
import { LateAnswers } from './late-answers.ts';

/** Whether the GPU is to be left once it has answered in these times while a run trains on it. */
function leftAfter(times: readonly number[], late = new LateAnswers()): boolean {
  late.gpuTrains('a run');
  for (const ms of times) late.add(ms);
  return late.tooLate;
}

const often = (ms: number, times: number) => new Array<number>(times).fill(ms);

test('a GPU that answers in time keeps reading, however long it does', () => {
  expect(leftAfter(often(20, 1000))).toBe(false);
  expect(leftAfter(often(49, 1000))).toBe(false);
});

test('a fast GPU that stumbles keeps reading', () => {
  expect(leftAfter([3000])).toBe(false);
  const stumbling = Array.from({ length: 1000 }, (_, at) => (at % 20 === 0 ? 400 : 20));
  expect(leftAfter(stumbling)).toBe(false);
});

test('it is left after two answers that are very late, a few that are late, or many that are a little', () => {
  expect(leftAfter([600, 1400])).toBe(true);
  expect(leftAfter(often(100, 7))).toBe(false);
  expect(leftAfter(often(100, 8))).toBe(true);
  expect(leftAfter(often(60, 50))).toBe(true);
  expect(leftAfter([30, 140, 35, 160, 30, 170, 40, 150, 30, 160])).toBe(true);
});

test('without a run on the GPU nothing is too late, and nothing of it counts afterwards', () => {
  const late = new LateAnswers();
  for (const ms of often(900, 9)) late.add(ms);
  expect(late.tooLate).toBe(false);
  expect(leftAfter([], late)).toBe(false);
});

test('it is decided once for a run: a pause ends it, the same run knows it again, another one does not', () => {
  const late = new LateAnswers();
  leftAfter([900, 900], late);
  for (const ms of often(5, 100)) late.add(ms);
  expect(late.tooLate).toBe(true);
  late.gpuTrains(null);
  expect(late.tooLate).toBe(false);
  late.gpuTrains('a run');
  expect(late.tooLate).toBe(true);
  late.gpuTrains('another run');
  expect(late.tooLate).toBe(false);
});
