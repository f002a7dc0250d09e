import { expect, test } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import {
  harness,
  isIn,
  keptOf,
  MemoryStore,
  noticesOf,
  openLedTrainer,
  shortRun,
  smallSource,
} from './test-support/session.ts';

/** A trainer of the WebAssembly engine with steps that go wrong. */
async function trainerWith(steps: (trainStep: Engine['trainStep']) => Engine['trainStep']) {
  const opened = await openLedTrainer();
  const { engine } = opened;
  const trainStep = steps(engine.trainStep.bind(engine));
  return { ...opened, engine: Object.assign(engine, { trainStep }) };
}

test('a run without images is paused with the reason, and continues by itself when they come', async () => {
  const { session, source, until, status } = harness({ source: smallSource(0) });
  await session.start(shortRun);
  await until(({ message }) => message === 'Waiting for the first images');
  source.parts.train.fail('no source responded');
  expect(await until(isIn('paused'))).toMatchObject({ message: 'no source responded', goesOn: true });
  source.parts.train.arrive(1_092);
  await until(isIn('finished'));
  expect(status().step).toBe(104);
});

test('a run that loses its data in mid-run is saved at that step, and trains on when there is more', async () => {
  // Enough for the window that the first images are drawn from, and for some steps.
  const arriving = (count: number) =>
    new TestSource(learnableDigits(3_000, 1), learnableDigits(200, 2), count);
  const run = { ...shortRun, epochs: 1 };
  const whole = harness({ source: arriving(3_000) });
  await whole.session.start(run);
  const expected = keptOf(whole.store, (await whole.until(isIn('finished'))).runId);

  const source = arriving(2_600);
  const { session, until, store } = harness({ source });
  await session.start(run);
  await until(({ step, state }) => step >= 1 && state === 'running');
  source.parts.train.fail('the server sent only part of the file');
  const paused = await until(isIn('paused'));
  expect(paused.message).toBe('the server sent only part of the file');
  expect(keptOf(store, paused.runId).record.step).toBe(paused.step);
  expect(paused.step).toBeGreaterThan(0);
  source.parts.train.arrive(3_000);
  const { runId } = await until(isIn('finished'));
  expect(runId).toBe(paused.runId);
  expect(keptOf(store, runId).progress.parameters).toEqual(expected.progress.parameters);
});

test('Stop before the first step leaves no run behind', async () => {
  const { session, until, status, event } = harness({ source: smallSource(0) });
  await session.start(shortRun);
  await until(({ message }) => message === 'Waiting for the first images');
  await session.stop();
  expect(status()).toMatchObject({ state: 'idle', runId: null });
  expect((await event('resumable')).runs).toEqual([]);
});

test('a run that waits for data does not continue once it was reset or paused by hand', async () => {
  const { session, source, until, status } = harness({ source: smallSource(0) });
  await session.start(shortRun);
  await until(({ message }) => message === 'Waiting for the first images');
  source.parts.train.fail('no source responded');
  await until(isIn('paused'));
  await session.pause();
  source.parts.train.arrive(1_092);
  await session.setProbe(new Uint8Array(784));
  expect(status().state).toBe('paused');
  await session.resume();
  await until(isIn('finished'));
});

test('pausing while it waits for images leaves the run where it was', async () => {
  const { session, source, until, status } = harness({ source: smallSource(0) });
  await session.start(shortRun);
  await until(({ message }) => message === 'Waiting for the first images');
  await session.pause();
  expect(status()).toMatchObject({ state: 'paused', step: 0 });
  source.parts.train.arrive(1_092);
  await session.resume();
  await until(isIn('finished'));
});

test('a learning rate of 1,000 never ends in weights that are not finite', async () => {
  const { session, until, store } = harness();
  await session.start({ ...shortRun, optimiser: 'sgd', learningRate: 1_000, schedule: 'constant' });
  const { runId, state } = await until(({ state }) => state === 'paused' || state === 'finished');
  expect(['paused', 'finished']).toContain(state);
  expect(keptOf(store, runId).progress.parameters.every(Number.isFinite)).toBe(true);
});

test('a loss that is not finite goes back to the last good step and says so; a lower rate goes on', async () => {
  let poison = true;
  let steps = 0;
  const { session, until, status, store } = harness({
    // The clock stands, or a slow machine would save by it, too.
    now: () => 0,
    openTrainer: () =>
      trainerWith((trainStep) => async (batch, rule) => {
        const result = await trainStep(batch, rule);
        steps += 1;
        return poison && steps > 32 ? { ...result, loss: Number.NaN } : result;
      }),
  });
  await session.start(shortRun);
  const { message, step } = await until(isIn('paused'));
  expect(message).toMatch(/the loss of step 33 is NaN.*Lower the learning rate/i);
  expect(step).toBe(30);
  expect(keptOf(store, status().runId).record.step).toBe(30);
  poison = false;
  await session.edit({ ...shortRun, learningRate: 1e-3 });
  await session.resume();
  await until(isIn('finished'));
});

test('an engine that is lost in mid-run is opened again, and the run ends with the same bits', async () => {
  const whole = harness();
  await whole.session.start(shortRun);
  const expected = keptOf(whole.store, (await whole.until(isIn('finished'))).runId);

  let [opened, lose] = [0, false];
  const { session, until, events, store } = harness({
    openTrainer: () => {
      opened += 1;
      return trainerWith((trainStep) => async (batch, rule) => {
        if (lose) {
          lose = false;
          throw new Error('train step, wasm: the context was lost');
        }
        return trainStep(batch, rule);
      });
    },
  });
  await session.start(shortRun);
  await until(({ step }) => step >= 45);
  lose = true;
  const { runId } = await until(isIn('finished'));
  expect(opened).toBe(2);
  expect(keptOf(store, runId).progress.parameters).toEqual(expected.progress.parameters);
  expect(noticesOf(events)).toEqual([expect.stringContaining('The run continues from step 30')]);
});

test('an engine that fails again and again fails the run, and says why', async () => {
  const { session, until } = harness({
    openTrainer: () => trainerWith(() => () => Promise.reject(new Error('out of memory'))),
  });
  await session.start(shortRun);
  const { message } = await until(isIn('failed'));
  expect(message).toContain('out of memory');
});

test('no engine at all is said, and nothing hangs', async () => {
  const { session, until } = harness({
    openTrainer: () => Promise.reject(new Error('No engine can train here. wasm did not open: no SIMD.')),
  });
  await session.start(shortRun);
  expect((await until(isIn('failed'))).message).toContain('no SIMD');
});

test('storage that is full is said once; the run goes on', async () => {
  const store = new MemoryStore();
  store.trouble = 'the disk is full';
  const { session, until, events } = harness({ store });
  await session.start(shortRun);
  await until(isIn('finished'));
  expect(noticesOf(events)).toEqual([expect.stringContaining('the disk is full')]);
});

test('a run that another tab holds is left alone', async () => {
  const first = harness();
  await first.session.start(shortRun);
  await first.until(({ step }) => step >= 12);
  await first.session.pause();
  const { runId } = first.status();
  const second = harness({ store: first.store, held: new Set([runId ?? '']) });
  await second.session.open();
  expect((await second.event('resumable')).runs).toEqual([]);
  await second.session.resumeRun(runId ?? '');
  expect(second.status().state).toBe('idle');
  expect(noticesOf(second.events)).toEqual([expect.stringContaining('open in another tab')]);
});

test('a run whose tab has just gone is offered as soon as its lock is free', async () => {
  const first = harness();
  await first.session.start(shortRun);
  await first.until(({ step }) => step >= 12);
  await first.session.pause();
  const runId = first.status().runId ?? '';
  const held = new Set([runId]);
  let release = () => {};
  const second = harness({
    store: first.store,
    held,
    runReleased: (id) => new Promise((resolve) => (release = id === runId ? resolve : release)),
  });
  await second.session.open();
  expect((await second.event('resumable')).runs).toEqual([]);
  held.delete(runId);
  release();
  await expect.poll(async () => (await second.event('resumable')).runs).toMatchObject([{ runId }]);
});

test('weights that are damaged begin no run, and leave the one under way', async () => {
  const { session, until, events, status } = harness();
  await session.start(shortRun);
  await until(({ step }) => step >= 5);
  await session.pause();
  const parameters = new Float32Array(lenet5.parameterCount).fill(Number.NaN);
  await session.startFrom({
    origin: { name: 'broken', networkId: null, steps: null },
    architecture: 'lenet-5',
    parameters,
  });
  expect(noticesOf(events).join()).toContain('“broken” cannot be trained further');
  const huge = new Float32Array(lenet5.parameterCount).fill(3.4e38);
  await session.startFrom({
    origin: { name: 'huge', networkId: null, steps: null },
    architecture: 'lenet-5',
    parameters: huge,
  });
  expect(noticesOf(events).at(-1)).toMatch(/“huge” cannot be trained further: its weights are too large/);
  expect(status()).toMatchObject({ state: 'paused', origin: null });
  await session.resume();
  await until(isIn('finished'));
});
