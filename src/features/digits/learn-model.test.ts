import { expect, test, vi } from 'vitest';
import type { OwnDigit } from '../../digits/own/own-digits.ts';
import type { LearnOutcome } from '../../lab/learning/client.ts';
import type { Learnt } from '../../lab/learning/contract.ts';
import { createLearnModel, type LearnModelParts } from './learn-model.ts';

const digit = (id: string, label: number, x: number): OwnDigit => ({
  id,
  label,
  savedAt: 1,
  drawing: { strokes: [{ width: 9, points: [{ x, y: 1, pressure: 1 }] }], picture: null },
});
const right = (count: number) => ({ right: count, total: 4 });
const result: Learnt = {
  parameters: new Float32Array(3),
  mixedWith: 'MNIST',
  steps: 400,
  learnt: { before: right(0), after: right(4) },
  heldOut: null,
  test: { before: right(4), after: right(3) },
};

function model(changes: Partial<LearnModelParts> = {}) {
  let end: (outcome: LearnOutcome) => void = () => {};
  const learn = vi.fn<LearnModelParts['learn']>(() => ({
    outcome: new Promise((resolve) => {
      end = resolve;
    }),
    stop: () => end({ ok: false, stopped: true, reason: 'stopped' }),
  }));
  const keep = vi.fn<LearnModelParts['keep']>(async ({ name }) => ({ ok: true, name }));
  const made = createLearnModel({
    base: async () => ({ ok: true, name: 'Built-in network', parameters: new Float32Array(3) }),
    learn,
    keep,
    now: () => 5,
    newSeed: () => 9,
    ...changes,
  });
  return { made, learn, keep, end: (outcome: LearnOutcome) => end(outcome) };
}

const state = ({ made }: ReturnType<typeof model>) => made.store.getState();
const started = async (parts: ReturnType<typeof model>, digits = [digit('a', 1, 1)]) => {
  const learning = parts.made.start(digits);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  return learning;
};

test('a result is kept under a name with how it came to be, and not before it is asked for', async () => {
  const parts = model();
  const learning = started(parts);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  parts.end({ ok: true, learnt: result });
  await learning;
  expect(state(parts)).toMatchObject({ state: 'learnt', from: 'Built-in network', leftOut: 0 });
  expect(parts.keep).not.toHaveBeenCalled();
  await parts.made.keep();
  expect(state(parts)).toEqual({ state: 'kept', name: 'My handwriting' });
  expect(parts.keep.mock.calls[0]?.[0].provenance).toMatchObject({
    made: 'fine-tuned',
    from: 'Built-in network',
    seed: 9,
    dataName: '4 own digits with MNIST',
    results: { testAccuracy: 0.75, ownDigitsAccuracy: 1 },
  });
});

test('contradictions are left out, and nothing begins where they are all', async () => {
  const parts = model();
  const both = [digit('a', 1, 1), digit('b', 7, 1)];
  await parts.made.start(both);
  await parts.made.start([]);
  expect(parts.learn).not.toHaveBeenCalled();
  expect(state(parts)).toEqual({ state: 'idle' });
  void parts.made.start([...both, digit('c', 2, 2)]);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  expect(parts.learn.mock.calls[0]?.[0].digits.map(({ label }) => label)).toEqual([2]);
  parts.end({ ok: true, learnt: result });
  await vi.waitFor(() => expect(state(parts)).toMatchObject({ state: 'learnt', leftOut: 2 }));
});

test('what fails says why; storage that is full leaves the result where it is', async () => {
  const parts = model({ keep: async () => ({ ok: false, reason: 'no room is left' }) });
  const learning = started(parts);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  parts.end({ ok: false, stopped: false, reason: 'step 3: expected a finite loss, got NaN' });
  await learning;
  expect(state(parts)).toEqual({
    state: 'failed',
    reason: 'Learning failed: step 3: expected a finite loss, got NaN. Nothing has changed.',
  });
  const again = parts.made.start([digit('a', 1, 1)]);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalledTimes(2));
  parts.end({ ok: true, learnt: result });
  await again;
  await parts.made.keep();
  expect(state(parts)).toMatchObject({ state: 'learnt', trouble: 'no room is left', keeping: false });
  parts.made.discard();
  expect(state(parts)).toEqual({ state: 'idle' });
  const unreadable = model({ base: async () => ({ ok: false, reason: 'it is no longer kept' }) });
  await unreadable.made.start([digit('a', 1, 1)]);
  expect(state(unreadable)).toEqual({
    state: 'failed',
    reason: 'it is no longer kept. Nothing has changed.',
  });
});

test('stopped: nothing is left of it, and what comes late is not heard', async () => {
  const parts = model();
  const learning = started(parts);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  parts.made.stop();
  await learning;
  expect(state(parts)).toEqual({ state: 'idle' });
});

test('start, stop and start before the network has loaded begins one worker', async () => {
  const bases: (() => void)[] = [];
  const parts = model({
    base: () =>
      new Promise((resolve) => {
        bases.push(() => resolve({ ok: true, name: 'Slow', parameters: new Float32Array(3) }));
      }),
  });
  const digits = [digit('a', 1, 1)];
  const first = parts.made.start(digits);
  parts.made.stop();
  const second = parts.made.start(digits);
  for (const load of bases) load();
  await first;
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  expect(parts.learn).toHaveBeenCalledTimes(1);
  parts.end({ ok: true, learnt: result });
  await second;
  expect(state(parts)).toMatchObject({ state: 'learnt', from: 'Slow' });
});

test('a network that cannot be loaded at all is a failure with words', async () => {
  const parts = model({ base: () => Promise.reject(new Error('the model file is missing')) });
  await parts.made.start([digit('a', 1, 1)]);
  expect(state(parts)).toEqual({
    state: 'failed',
    reason: 'the model file is missing. Nothing has changed.',
  });
});

test('a result that was discarded while it was saved does not come back', async () => {
  let saved: () => void = () => {};
  const parts = model({
    keep: ({ name }) =>
      new Promise((resolve) => {
        saved = () => resolve({ ok: true, name });
      }),
  });
  const learning = started(parts);
  await vi.waitFor(() => expect(parts.learn).toHaveBeenCalled());
  parts.end({ ok: true, learnt: result });
  await learning;
  const keeping = parts.made.keep();
  parts.made.discard();
  saved();
  await keeping;
  expect(state(parts)).toEqual({ state: 'idle' });
});
