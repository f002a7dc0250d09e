import { expect, test } from 'vitest';
import { openEngine } from '../engines/open.ts';
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

/** Software renderers are slow: 8 steps an epoch. */
const run: RunSettings = { ...shortRun, epochs: 2, syntheticShare: 0.3 };

/** A session on an engine that keeps its images, distortions and optimiser on the GPU. */
function onWebgl({ store = new MemoryStore(), lostIn = 0 } = {}): SessionHarness {
  let advances = 0;
  return harness({
    store,
    source: new TestSource(learnableDigits(320, 1), learnableDigits(60, 2)),
    openTrainer: async () => {
      const opened = await openEngine('webgl-passes');
      if (!opened.ok) throw new Error(`webgl-passes must open here: ${opened.reason}`);
      const { engine } = opened;
      const advance = engine.advance?.bind(engine);
      if (!advance) throw new Error('expected an engine that takes many steps at once');
      const advanced: typeof advance = (...given) => {
        const results = advance(...given);
        // Right behind the steps that were submitted.
        if (++advances === lostIn) engine.loseDevice?.();
        return results;
      };
      return { engine: Object.assign(engine, { advance: advanced }), workers: 1, why: 'for the test' };
    },
  });
}

/** What is left of a run that has ended. */
function endOf(store: MemoryStore, runId: string | null) {
  const { progress, record } = keptOf(store, runId);
  const { parameters, optimiser } = progress;
  return { step: record.step, training: record.training, parameters, optimiser };
}

test('a run that is saved, resumed by another worker, and loses its device ends with the bits of one that was not interrupted', async () => {
  const whole = onWebgl();
  await whole.session.start(run);
  const { runId: wholeId, engine } = await whole.until(isIn('finished'));
  expect(engine?.kind).toBe('webgl-passes');

  const first = onWebgl();
  // By single steps: a run this short may be through before it hears of a pause.
  for (let step = 1; step <= 4; step++) await first.session.step(run);
  const { runId, step } = await first.until(isIn('paused'));
  expect(step).toBe(4);

  const second = onWebgl({ store: first.store, lostIn: 3 });
  await second.session.resumeRun(runId ?? '');
  await second.until(isIn('finished'));
  expect(noticesOf(second.events).join()).toMatch(
    /GPU context was lost.* The run continues from step \d+ on /,
  );
  expect(endOf(first.store, runId)).toEqual(endOf(whole.store, wholeId));
  for (const { session } of [whole, first, second]) await session.reset(run);
});
