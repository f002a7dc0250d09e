import { expect, test } from 'vitest';
import { defaultSettings, optimiserChange, parseSettings, usualRates } from './run-settings.ts';

test('a change of the optimiser takes its usual rates, and leaves those that a person chose', () => {
  expect(optimiserChange(defaultSettings, 'adam')).toEqual({ optimiser: 'adam', ...usualRates.adam });
  expect(optimiserChange({ ...defaultSettings, learningRate: 0.05 }, 'adamw')).toEqual({
    optimiser: 'adamw',
    learningRate: 0.05,
    weightDecay: usualRates.adamw.weightDecay,
  });
});

test('the defaults are settings; what is out of range, of another kind or unknown is refused by name', () => {
  expect(parseSettings(defaultSettings)).toEqual({ ok: true, settings: defaultSettings });
  for (const [wrong, name] of [
    [{ epochs: 0 }, 'epochs'],
    [{ batchSize: 5_000 }, 'batchSize'],
    [{ learningRate: Number.NaN }, 'learningRate'],
    [{ engine: 'cuda' }, 'engine'],
    [{ extra: 1 }, 'extra'],
  ] as const) {
    const parsed = parseSettings({ ...defaultSettings, ...wrong });
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(name) });
  }
});
