import { expect, test } from 'vitest';
import { styleNames } from '../digits/synthesis/styles.ts';
import { randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { harness, isIn, keptOf, shortRun, smallSource } from './test-support/session.ts';

test('a run goes from idle to finished, learns, and is measured on the test set', async () => {
  const { session, until, event, store, status } = harness();
  await session.open();
  expect(status().state).toBe('idle');
  await session.start(shortRun);
  const { runId, step, totalSteps, progress } = await until(isIn('finished'));
  expect({ step, totalSteps, progress }).toEqual({ step: 104, totalSteps: 104, progress: 1 });
  const { result } = await event('tested');
  expect(result.total).toBe(200);
  expect(result.right / result.total).toBeGreaterThan(0.8);
  expect(result.counts.flat().reduce((a, b) => a + b, 0)).toBe(200);
  const { record } = keptOf(store, runId);
  expect(record.ended).toBe(true);
  expect(record.validation.length).toBeGreaterThanOrEqual(4);
  const [first, last] = [record.training[0], record.training.at(-1)];
  expect(last?.loss).toBeLessThan((first?.loss ?? 0) / 2);
});

test('two runs with one seed end with the same bits, and another seed with others', async () => {
  const ends: Float32Array[] = [];
  for (const seed of [5, 5, 6]) {
    const { session, until, store } = harness();
    await session.start({ ...shortRun, seed, epochs: 2 });
    const { runId } = await until(isIn('finished'));
    ends.push(keptOf(store, runId).progress.parameters);
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[2]).not.toEqual(ends[0]);
});

test('a run that was paused, stepped and taken up by another worker ends with the bits of one that was not', async () => {
  const whole = harness();
  await whole.session.start(shortRun);
  const expected = keptOf(whole.store, (await whole.until(isIn('finished'))).runId);

  const first = harness();
  await first.session.start(shortRun);
  await first.until(({ step }) => step >= 7);
  await first.session.pause();
  const paused = await first.until(isIn('paused'));
  expect(paused.step).toBeLessThan(104);
  await first.session.step(shortRun);
  expect(first.status()).toMatchObject({ state: 'paused', step: paused.step + 1 });
  await first.session.resume();
  await first.until(({ step }) => step >= paused.step + 10);
  await first.session.pause();

  const second = harness({ store: first.store });
  await second.session.open();
  const { runs } = await second.event('resumable');
  expect(runs).toMatchObject([{ runId: paused.runId, totalSteps: 104 }]);
  await second.session.resumeRun(paused.runId ?? '');
  await second.until(isIn('finished'));
  const ended = keptOf(first.store, paused.runId);
  expect(ended.progress.parameters).toEqual(expected.progress.parameters);
  expect(ended.progress.optimiser).toEqual(expected.progress.optimiser);
  expect(ended.record.training).toEqual(expected.record.training);
});

test('a run that has ended is shown again as it ended, by another worker, and measured', async () => {
  const first = harness();
  await first.session.start(shortRun);
  const { runId } = await first.until(isIn('finished'));
  await first.event('tested');
  const before = keptOf(first.store, runId);

  const second = harness({ store: first.store });
  await second.session.open();
  const { runs } = await second.event('resumable');
  expect(runs).toMatchObject([{ runId, ended: true, step: 104 }]);
  expect(runs[0]?.testAccuracy).toBeGreaterThan(0.8);
  await second.session.resumeRun(runId ?? '');
  const shown = await second.until(isIn('finished'));
  expect(shown).toMatchObject({ runId, step: 104, totalSteps: 104, progress: 1 });
  const { result } = await second.event('tested');
  expect(result.right / result.total).toBe(runs[0]?.testAccuracy);
  const { moment } = await second.event('moment');
  expect(moment.parameters).toEqual(before.progress.parameters);
  const after = keptOf(first.store, runId);
  expect(after.progress.parameters).toEqual(before.progress.parameters);
  expect(after.record.training).toEqual(before.record.training);
});

test('the first step comes before all images are there, with the batch that it would have had anyway', async () => {
  const late = harness({ source: smallSource(0) });
  await late.session.start({ ...shortRun, epochs: 1 });
  await late.until(({ message }) => message === 'Waiting for the first images');
  expect(late.status().step).toBe(0);
  late.source.parts.train.arrive(1_092);
  const { runId } = await late.until(isIn('finished'));

  const early = harness();
  await early.session.start({ ...shortRun, epochs: 1 });
  const other = await early.until(isIn('finished'));
  expect(keptOf(late.store, runId).progress.parameters).toEqual(
    keptOf(early.store, other.runId).progress.parameters,
  );
});

test('settings edited in mid-run hold from the next step on; the seed stays', async () => {
  const { session, until, status } = harness();
  await session.start(shortRun);
  await until(({ step }) => step >= 30);
  await session.pause();
  const { step } = status();
  await session.edit({
    ...shortRun,
    seed: 99,
    batchSize: 500,
    epochs: 6,
    optimiser: 'sgd',
    learningRate: 0.01,
  });
  expect(status().settings).toMatchObject({ seed: shortRun.seed, batchSize: 500, epochs: 6 });
  expect(status().totalSteps).toBeLessThan(step + 30);
  await session.resume();
  expect(await until(isIn('finished'))).toMatchObject({ state: 'finished' });
});

test('a batch larger than the data is all of the data', async () => {
  const { session, until } = harness();
  await session.start({ ...shortRun, batchSize: 4_096, epochs: 3 });
  expect(await until(isIn('finished'))).toMatchObject({ step: 3 });
});

test('a moment of the timeline comes back with the network that it had', async () => {
  const { session, until, event, events, store } = harness();
  await session.start(shortRun);
  const { runId } = await until(isIn('finished'));
  const { moments } = await event('timeline');
  expect(moments.map(({ step }) => step)).toEqual(expect.arrayContaining([0, 10, 30, 100, 104]));
  await session.showMoment(10);
  const shown = await event('moment');
  expect(shown.moment.step).toBe(10);
  expect(shown.moment.parameters).toEqual(await store.moment(runId ?? '', 10));
  expect(shown.moment.parameters).toHaveLength(lenet5.parameterCount);
  await session.showMoment(null);
  const now = events.findLast((one) => one.type === 'moment');
  expect(now).toMatchObject({ moment: { step: 104 } });
});

test('stop ends the run where it is and measures it; reset goes back to idle and keeps its curves', async () => {
  const { session, until, event, status } = harness();
  await session.start(shortRun);
  await until(({ step }) => step >= 12);
  await session.stop();
  expect(status()).toMatchObject({ state: 'finished', progress: 1 });
  expect(status().step).toBeLessThan(104);
  await event('tested');
  await session.reset(shortRun);
  expect(status()).toMatchObject({ state: 'idle', runId: null, step: 0 });
  expect((await event('curves')).earlier).toHaveLength(1);
});

test('a single step from idle makes a run of one step, paused', async () => {
  const { session, status } = harness();
  await session.step(shortRun);
  expect(status()).toMatchObject({ state: 'paused', step: 1 });
});

test('a run begins from given weights, says so, and one begun alike ends with the same bits', async () => {
  const start = {
    origin: { name: 'my network', networkId: 'a', steps: 104 },
    architecture: 'lenet-5',
    parameters: initialParameters(lenet5, randomFromSeed(77)),
  };
  const run = { ...shortRun, epochs: 1 };
  const first = harness();
  await first.session.startFrom(start);
  expect(first.status()).toMatchObject({ state: 'idle', origin: { name: 'my network' } });
  await first.session.start(run);
  const { runId, origin } = await first.until(isIn('finished'));
  expect(origin).toEqual(start.origin);
  const kept = keptOf(first.store, runId);
  expect(kept.record.origin).toEqual(start.origin);
  expect(await first.store.moment(runId ?? '', 0)).toEqual(start.parameters);
  expect(kept.progress.parameters).not.toEqual(start.parameters);

  // Left in the middle, taken up by another worker, and once more from its beginning after a reset.
  const second = harness();
  await second.session.startFrom(start);
  await second.session.start(run);
  await second.until(({ step }) => step >= 7);
  await second.session.pause();
  const third = harness({ store: second.store });
  await third.session.resumeRun(second.status().runId ?? '');
  await third.until(isIn('finished'));
  expect(keptOf(second.store, second.status().runId).progress.parameters).toEqual(kept.progress.parameters);
  await third.session.reset(run);
  expect(third.status()).toMatchObject({ state: 'idle', origin: start.origin });
  await third.session.start(run);
  const again = await third.until(isIn('finished'));
  expect(keptOf(third.store, again.runId).progress.parameters).toEqual(kept.progress.parameters);

  await third.session.startFrom(null);
  expect(third.status()).toMatchObject({ state: 'idle', origin: null });
  await third.session.start(run);
  const fresh = await third.until(isIn('finished'));
  expect(keptOf(third.store, fresh.runId).record).not.toHaveProperty('origin');
  expect(keptOf(third.store, fresh.runId).progress.parameters).not.toEqual(kept.progress.parameters);
});

test('with handwriting mixed in, a run that was killed and taken up again ends with the same bits', async () => {
  const run = { ...shortRun, epochs: 2, syntheticShare: 0.5, stylesOff: ['7 with a bar'] };
  const whole = harness();
  await whole.session.start(run);
  const finished = await whole.until(isIn('finished'));
  const kept = keptOf(whole.store, finished.runId);
  expect(kept.record.settings).toMatchObject({ syntheticShare: 0.5, stylesOff: ['7 with a bar'] });

  const first = harness();
  // By single steps: a run this short may be through before it hears of a pause.
  for (let step = 1; step <= 31; step++) await first.session.step(run);
  expect(first.status()).toMatchObject({ state: 'paused', step: 31 });
  const second = harness({ store: first.store });
  await second.session.resumeRun(first.status().runId ?? '');
  const { runId, mixing } = await second.until(isIn('finished'));
  expect(keptOf(second.store, runId).progress.parameters).toEqual(kept.progress.parameters);
  expect(mixing).toMatch(/50.% of each batch is synthetic handwriting/);

  const plain = harness();
  await plain.session.start({ ...run, syntheticShare: 0 });
  const other = await plain.until(isIn('finished'));
  expect(keptOf(plain.store, other.runId).progress.parameters).not.toEqual(kept.progress.parameters);
});

test('with every style off a run that would write is refused with words, and one on the data alone is not', async () => {
  const stylesOff = [...styleNames];
  const { session, status, until } = harness();
  await session.start({ ...shortRun, syntheticShare: 0.1, stylesOff });
  expect(status()).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('Switch on at least one'),
  });
  await session.start({ ...shortRun, epochs: 1, syntheticShare: 0, stylesOff });
  await until(({ step }) => step >= 3);
  await session.pause();
  await session.edit({ ...shortRun, epochs: 1, syntheticShare: 0.5 });
  expect(status().settings).toMatchObject({ syntheticShare: 0, stylesOff });
  await session.resume();
  await until(isIn('finished'));
});
