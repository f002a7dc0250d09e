import { expect, test } from 'vitest';
import { defaultSettings, optimiserChange, parseSettings } from './run-settings.ts';
import { usualRates } from './settings-table.ts';

test('a change of the optimiser takes its usual rates, and leaves those that a person chose', () => {
  expect(optimiserChange(defaultSettings, 'adam')).toEqual({ optimiser: 'adam', ...usualRates.adam });
  expect(optimiserChange({ ...defaultSettings, learningRate: 0.05 }, 'adamw')).toEqual({
    optimiser: 'adamw',
    learningRate: 0.05,
    weightDecay: usualRates.adamw.weightDecay,
  });
});

test('a run that was kept before there was handwriting to mix in has none; styles that are gone are refused', () => {
  const { syntheticShare: _, stylesOff: __, ...old } = defaultSettings;
  expect(parseSettings(old)).toEqual({ ok: true, settings: defaultSettings });
  expect(parseSettings({ ...defaultSettings, stylesOff: ['7 of another version'] }).ok).toBe(false);
});

test('the defaults are settings; what is out of range, of another kind or unknown is refused by name', () => {
  expect(parseSettings(defaultSettings)).toEqual({ ok: true, settings: defaultSettings });
  for (const [wrong, name] of [
    [{ epochs: 0 }, 'epochs'],
    [{ batchSize: 5_000 }, 'batchSize'],
    [{ learningRate: Number.NaN }, 'learningRate'],
    [{ engine: 'cuda' }, 'engine'],
    [{ extra: 1 }, 'extra'],
    [{ syntheticShare: 1.2 }, 'syntheticShare'],
  ] as const) {
    const parsed = parseSettings({ ...defaultSettings, ...wrong });
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(name) });
  }
});
