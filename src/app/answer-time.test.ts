import { expect, test } from 'vitest';
import { answerTime } from './answer-time.ts';

/** What is said after each of these times. */
function saidAfter(times: readonly number[]): (number | null)[] {
  let reading: { readonly forwardMs: number } | null = null;
  const time = answerTime(() => reading);
  return times.map((forwardMs) => {
    reading = { forwardMs };
    return time();
  });
}

test('one cold answer never shows', () => {
  expect(saidAfter([508, 9, 10, 11])).toEqual([null, null, 10, 11]);
  expect(saidAfter([9, 10, 11, 508]).at(-1)).toBe(11);
});

test('the last nine count', () => {
  const slow = new Array<number>(20).fill(40);
  expect(saidAfter([...slow, ...new Array<number>(5).fill(8)]).at(-1)).toBe(8);
});

test('a reading counts once, however often it is asked for', () => {
  const reading = { forwardMs: 9 };
  const time = answerTime(() => reading);
  expect([time(), time(), time()]).toEqual([null, null, null]);
});
