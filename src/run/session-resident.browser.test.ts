import { expect, test } from 'vitest';
import { openEngine } from '../engines/open.ts';
import type { OpenedTrainer } from './session-parts.ts';
import type { RunSettings } from './settings/run-settings.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import {
  harness,
  isIn,
  keptOf,
  MemoryStore,
  noticesOf,
  type SessionHarness,
  shortRun,
} from './test-support/session.ts';

/** Runs on an engine that keeps its images, distortions and optimiser on the GPU. */

async function openWebglTrainer(): Promise<OpenedTrainer> {
  const opened = await openEngine('webgl-passes');
  if (!opened.ok) throw new Error(`webgl-passes must open here: ${opened.reason}`);
  return { engine: opened.engine, workers: 1, why: 'for the test' };
}

/** Software renderers are slow: 15 steps an epoch. */
const run: RunSettings = { ...shortRun, epochs: 2, syntheticShare: 0.3 };

function onWebgl(store = new MemoryStore()): SessionHarness {
  const source = new TestSource(learnableDigits(600, 1), learnableDigits(60, 2));
  return harness({ openTrainer: openWebglTrainer, source, store });
}

async function unbroken() {
  const { session, store, until } = onWebgl();
  await session.start(run);
  const { runId, step, engine } = await until(isIn('finished'));
  expect(engine?.kind).toBe('webgl-passes');
  const { progress, record } = keptOf(store, runId);
  await session.reset(run);
  return { step, parameters: progress.parameters, optimiser: progress.optimiser, training: record.training };
}

test('a run that is paused, taken up by another worker, and loses its device ends with the bits of one that was not interrupted', async () => {
  const whole = await unbroken();

  const first = onWebgl();
  await first.session.start(run);
  await first.until(({ step }) => step >= 5);
  await first.session.pause();
  const { runId, step } = await first.until(isIn('paused'));
  expect(step).toBeLessThan(whole.step);
  expect(keptOf(first.store, runId).record.step).toBe(step);

  const second = onWebgl(first.store);
  await second.session.resumeRun(runId ?? '');
  await second.until(({ step: now }) => now >= step + 5);
  expect(second.session.loseDevice()).toBe(true);
  await second.until(isIn('finished'));
  expect(noticesOf(second.events).join()).toMatch(
    /GPU context was lost.* The run continues from step \d+ on /,
  );
  const { progress, record } = keptOf(first.store, runId);
  expect({
    step: record.step,
    parameters: progress.parameters,
    optimiser: progress.optimiser,
    training: record.training,
  }).toEqual(whole);
  for (const { session } of [first, second]) await session.reset(run);
});
