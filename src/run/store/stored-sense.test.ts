import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type { RunSettings } from '../settings/run-settings.ts';
import {
  type HarnessOptions,
  harness,
  isIn,
  MemoryStore,
  type SessionHarness,
  shortRun,
} from '../test-support/session.ts';
import { readRunFile, writeRunFile } from './run-file.ts';
import { readRun, storedRun } from './run-store-forms.ts';

/**
 * Whatever a session does, what it saves can be read again, from the database and from a file: the store of the
 * harness refuses to save anything else, and here all of it is read.
 */

class WatchingStore extends MemoryStore {
  saves = 0;
  override async save(...saved: Parameters<MemoryStore['save']>) {
    this.saves += 1;
    const [run] = saved;
    const stored = storedRun(structuredClone(run));
    if (!stored.ok) throw new Error(stored.reason);
    expect(readRun(stored.value.record, stored.value.progress)).toMatchObject({ ok: true });
    return super.save(...saved);
  }
}

async function trained(
  settings: Partial<RunSettings>,
  during: (lab: SessionHarness) => Promise<void> = async () => {},
  options: HarnessOptions = {},
): Promise<void> {
  const store = new WatchingStore();
  const lab = harness({ ...options, store });
  await lab.session.start({ ...shortRun, ...settings });
  await during(lab);
  const { runId } = await lab.until(({ state }) => state === 'finished' || state === 'paused');
  expect(store.saves).toBeGreaterThan(2);
  const run = store.kept.get(runId ?? '');
  if (!run) throw new Error('expected the run to be stored');
  const bytes = writeRunFile({ run, moments: store.parameters.get(runId ?? '') ?? new Map() });
  expect(readRunFile(bytes, 'run').run.record.step).toBe(run.record.step);
}

test.each(['sgd', 'adam', 'adamw'] as const)('a run of %s, from start to end', (optimiser) =>
  trained({ optimiser, learningRate: 1e-3, epochs: 2 }),
);

test('runs in which the batch size changes again and again', () =>
  trained({}, async ({ session, until }) => {
    for (const [at, batchSize] of [7, 64, 33, 4096].entries()) {
      await until(({ step, state }) => step >= 5 * (at + 1) || state === 'finished');
      await session.edit({ ...shortRun, batchSize });
    }
  }));

test('a run whose epochs are lowered below the epoch that it has reached', () =>
  trained({ epochs: 20 }, async ({ session, until }) => {
    await until(({ epoch }) => epoch >= 3);
    await session.edit({ ...shortRun, epochs: 1 });
    await until(isIn('finished'));
  }));

test('a run that changes its optimiser, pauses, goes on and is stopped early', () =>
  trained({}, async ({ session, until }) => {
    await until(({ step }) => step >= 12);
    await session.edit({ ...shortRun, optimiser: 'adam', learningRate: 1e-3 });
    await until(({ step }) => step >= 20);
    await session.pause();
    await session.edit({ ...shortRun, optimiser: 'sgd' });
    await session.resume();
    await until(({ step }) => step >= 40);
    await session.stop();
    await until(isIn('finished'));
  }));

test('a run whose settings change after it was stopped early', async () => {
  const store = new WatchingStore();
  const { session, until } = harness({ store });
  await session.start(shortRun);
  await until(({ step }) => step >= 10);
  await session.stop();
  await session.edit({ ...shortRun, epochs: 90 });
  const { runId } = await until(isIn('finished'));
  await expect.poll(() => store.kept.get(runId ?? '')?.record.testAccuracy).not.toBe(null);
});

test('a run that is mixed with synthetic handwriting', () => trained({ syntheticShare: 0.4, epochs: 1 }));

test('a run that trains a network further', async () => {
  const store = new WatchingStore();
  const lab = harness({ store });
  const parameters = initialParameters(lenet5, randomFromSeed(9));
  const origin = { name: 'Mine', networkId: 'x', steps: 12 };
  await lab.session.startFrom({ origin, architecture: 'lenet-5', parameters });
  await lab.session.start({ ...shortRun, epochs: 1 });
  const { runId } = await lab.until(isIn('finished'));
  expect(store.kept.get(runId ?? '')?.record.origin?.name).toBe('Mine');
});

test('a run that diverges at once: what was saved on the way can be read', async () => {
  const store = new WatchingStore();
  const lab = harness({ store });
  await lab.session.start({
    ...shortRun,
    learningRate: 1000,
    momentum: 0.999,
    weightDecay: 1,
    schedule: 'constant',
  });
  await lab.until(({ state }) => state === 'paused' || state === 'failed');
  expect(store.saves).toBeGreaterThan(0);
});

test('a run with the longest curve that is imported goes on, and is saved again', async () => {
  const home = harness();
  await home.session.step(shortRun);
  const { runId } = await home.until(isIn('paused'));
  const run = home.store.kept.get(runId ?? '');
  if (!run) throw new Error('expected the run to be stored');
  const training = Array.from({ length: 20_000 }, () => ({ step: 1, loss: 1, accuracy: 0.5 }));
  const bytes = writeRunFile({ run: { ...run, record: { ...run.record, training } }, moments: new Map() });
  const away = harness();
  await away.session.takeFiles([new File([bytes], 'long.lenet-run')]);
  const { runs } = await away.event('resumable');
  await away.session.resumeRun(runs[0]?.runId ?? '');
  await away.until(({ step }) => step > 3);
  await away.session.pause();
});
