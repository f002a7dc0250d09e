import { describe, expect, test, vi } from 'vitest';
import { systemSpecs } from '../../../bench/engines/system.ts';
import { defaultSettings, parseSettings } from '../../run/settings/run-settings.ts';
import { settingsTable } from '../../run/settings/settings-table.ts';
import { trainerWishes } from '../../run/trainer-opener.ts';
import { chooseTrainingEngine } from '../auto.ts';
import { conformanceChecks } from '../conformance/conformance.ts';
import { engineLabel } from '../lookup.ts';
import { openEngine } from '../open.ts';
import { type EngineEntry, engines } from '../registry.ts';
import { referenceEngine } from './reference-engine.ts';

/** What adding an engine takes: this entry, and no other change. */
vi.mock('../registry.ts', async (original) => {
  const { engines } = await original<{ readonly engines: readonly EngineEntry[] }>();
  const entry: EngineEntry = {
    id: 'reference',
    label: 'Float64',
    hasThreads: false,
    onGpu: false,
    answers: null,
    standsIn: null,
    open: async () => ({ ok: true, engine: referenceEngine() }),
  };
  return { engines: [...engines, entry] };
});

describe('an engine that has one entry in the registry', async () => {
  const opened = await openEngine('reference');
  for (const { name, run } of conformanceChecks) {
    test(`conforms: ${name}`, async () => {
      if (!opened.ok) throw new Error(opened.reason);
      await run(opened.engine);
    });
  }

  test('is timed by Auto, and tried for a run that asks for it', async () => {
    const { choice } = await chooseTrainingEngine({
      open: async ({ kind }) =>
        kind === 'reference' ? openEngine(kind) : { ok: false, reason: 'not asked for' },
      now: () => performance.now(),
      engines,
      threads: 2,
      batchSize: 1,
      distortion: null,
      budgetMs: 1,
    });
    expect(choice).toMatchObject({ kind: 'reference' });
    const settings = { ...defaultSettings, engine: 'reference' };
    expect(trainerWishes(settings, null, [], null, 2)[0]).toMatchObject({ kind: 'reference' });
  });

  test('is a setting with a label, and has its name in words', () => {
    const settings = { ...defaultSettings, engine: 'reference' };
    expect(parseSettings(settings)).toEqual({ ok: true, settings });
    expect(settingsTable.engine.choices.reference).toBe('Float64');
    expect(engineLabel('reference')).toBe('Float64');
  });

  test('is in the benchmark', () => {
    expect(systemSpecs(2).map(({ name }) => name)).toContain('LeNet Lab reference');
  });
});

test('an engine that this version does not have is refused in words', async () => {
  expect(await openEngine('cuda')).toEqual({
    ok: false,
    reason: 'this version of the app has no engine "cuda"',
  });
  expect(parseSettings({ ...defaultSettings, engine: 'cuda' }).ok).toBe(false);
});
