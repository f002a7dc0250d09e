import { expect, test } from 'vitest';
import { openEngine } from '../engines/open.ts';
import { sameBits } from '../formats/network.fixture.ts';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import { rateOfPass } from '../network/training-1998.ts';
import { defaultsOf } from './settings/run-settings.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import { harness, isIn, keptOf, MemoryStore, noticesOf } from './test-support/session.ts';

const settings = { ...defaultsOf('lenet-5-1998'), seed: 3, epochs: 3 };

async function openKernels() {
  const opened = await openEngine('wasm', { architecture: lenet5Of1998 });
  if (!opened.ok) throw new Error(opened.reason);
  return opened.engine;
}

/** 110 training images: three epochs of as many steps. */
const open = (store = new MemoryStore()) =>
  harness({
    store,
    source: new TestSource(learnableDigits(120, 1), learnableDigits(40, 2)),
    openTrainer: async () => ({ engine: await openKernels(), workers: 1, why: 'for the test' }),
    openViewer: openKernels,
  });

test('the network of 1998 learns by its rule, one image a step, with a curvature of each epoch', async () => {
  const { session, status, store, until, events } = open();
  await session.start(settings);
  await until(isIn('finished'));
  const { record, progress } = keptOf(store, status().runId);
  expect(record).toMatchObject({ architecture: 'lenet-5-1998', step: 330, ended: true });
  expect(progress.optimiser).toMatchObject({ kind: 'levenberg-marquardt', step: 330 });
  expect(status().learningRate).toBe(rateOfPass(3));
  const [first, last] = [record.training.slice(0, 50), record.training.slice(-50)];
  const mean = (points: typeof first) => points.reduce((sum, { loss }) => sum + loss, 0) / points.length;
  expect(mean(last)).toBeLessThan(0.7 * mean(first));
  // Validated by the loss that it is trained with, which begins at some 70 nats.
  const [before, after] = [record.validation[0]?.loss ?? 0, record.validation.at(-1)?.loss ?? 0];
  expect(after).toBeLessThan(0.7 * before);
  expect(record.validation.at(-1)?.accuracy).toBeGreaterThan(0.3);
  expect(noticesOf(events)).toEqual([]);
});

test('left in the middle of an epoch, it ends with the bits of a run that was not', async () => {
  const whole = open();
  await whole.session.start(settings);
  await whole.until(isIn('finished'));
  const left = open();
  await left.session.start(settings);
  await left.until(({ step }) => step >= 130);
  await left.session.pause();
  const { runId } = left.status();
  const again = open(left.store);
  await again.session.resumeRun(runId ?? '');
  await again.until(isIn('finished'));
  const parametersOf = ({ store, status }: ReturnType<typeof open>) =>
    keptOf(store, status().runId).progress.parameters;
  expect(sameBits(parametersOf(again), parametersOf(whole))).toBe(true);
});

test('its rule trains no other network: it is refused in words', async () => {
  const { session, until } = open();
  await session.start({ ...settings, network: 'lenet-5' });
  const { message } = await until(isIn('failed'));
  expect(message).toBe('Levenberg-Marquardt does not train LeNet-5. Choose another optimiser.');
});
