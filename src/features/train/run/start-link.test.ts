import { expect, test } from 'vitest';
import { emptyView } from '../../../lab/training/view.ts';
import type { ResumableRun } from '../../../run/contract.ts';
import { asksForStart, startAddress, wouldDisturb } from './start-link.ts';

test('a link asks for a start, also with what mail put behind it', () => {
  const asking = [
    '#/train?start',
    '#train?start',
    '#/train?start.',
    '#/train?x=1&start',
    '#%2Ftrain%3Fstart',
  ];
  expect(asking.map(asksForStart)).toEqual(asking.map(() => true));
  const others = ['', '#/train', '#/train?started', '#/draw?start', '#/train?draw=start', '#/train?restart'];
  expect(others.map(asksForStart)).toEqual(others.map(() => false));
});

test('the link keeps the settings, and opens as one that asks for a start', () => {
  const address = startAddress('https://example.test/lab/?epochs=3&seed=7#/train');
  expect(address).toBe('https://example.test/lab/?epochs=3&seed=7#/train?start');
  expect(asksForStart(new URL(address).hash)).toBe(true);
});

test('a run that is shown, was left, or would be dropped is not disturbed', () => {
  const run = (ended: boolean, runId = 'a') => ({ runId, ended }) as ResumableRun;
  const data = { name: 'MNIST' } as typeof emptyView.data;
  const quiet = { ...emptyView, data, resumable: [] };
  expect(wouldDisturb(emptyView)).toBe(null);
  expect(wouldDisturb(quiet)).toBe(false);
  expect(wouldDisturb({ ...quiet, resumable: [run(true)] })).toBe(false);
  expect(wouldDisturb({ ...quiet, resumable: [run(true), run(false)] })).toBe(true);
  const full = Array.from({ length: 8 }, (_, at) => run(true, String(at)));
  expect(wouldDisturb({ ...quiet, resumable: full })).toBe(true);
  expect(wouldDisturb({ ...quiet, status: { ...quiet.status, runId: 'b' } })).toBe(true);
});
