import { expect, test } from 'vitest';
import { settingRows } from './rows.ts';
import {
  defaultSettings,
  defaultsOf,
  editedSettings,
  optimiserChange,
  parseSettings,
  settingChange,
  settingsTrouble,
} from './run-settings.ts';
import { usualRates } from './settings-table.ts';

const [networkRow] = settingRows.filter(({ key }) => key === 'network') as [(typeof settingRows)[number]];

test('a change of the optimiser takes its usual rates, and leaves those that a person chose', () => {
  expect(optimiserChange(defaultSettings, 'adam')).toEqual({ optimiser: 'adam', ...usualRates.adam });
  expect(optimiserChange({ ...defaultSettings, learningRate: 0.05 }, 'adamw')).toEqual({
    optimiser: 'adamw',
    weightDecay: usualRates.adamw.weightDecay,
  });
});

test('another network brings its usual course, and leaves what a person chose', () => {
  const paper = { optimiser: 'levenberg-marquardt', epochs: 20, batchSize: 1, schedule: 'as-in-1998' };
  expect(defaultsOf('lenet-5-1998')).toMatchObject({ ...paper, learningRate: 5e-4, distort: false });
  const chosen = { ...defaultSettings, epochs: 3, engine: 'webgl-passes' };
  const changed = { ...chosen, ...settingChange(chosen, networkRow, 'lenet-5-1998') };
  expect(changed).toEqual({ ...defaultsOf('lenet-5-1998'), epochs: 3 });
  expect({ ...changed, ...settingChange(changed, networkRow, 'lenet-5') }).toEqual({
    ...chosen,
    engine: 'auto',
  });
});

test('Adam on the network of 1998 has a course of its own, and its rule goes with no other network', () => {
  const adam = { ...defaultsOf('lenet-5-1998'), ...optimiserChange(defaultsOf('lenet-5-1998'), 'adam') };
  expect(adam).toMatchObject({ epochs: 20, batchSize: 64, learningRate: 3e-3, schedule: 'one-cycle' });
  expect(settingsTrouble(adam)).toBeNull();
  expect(settingsTrouble({ ...defaultSettings, optimiser: 'levenberg-marquardt' })).toBe(
    'Levenberg-Marquardt does not train LeNet-5. Choose another optimiser.',
  );
});

test('settings of another network are for its run, not for the one under way', () => {
  expect(editedSettings(defaultSettings, defaultsOf('lenet-5-1998'))).toBe(defaultSettings);
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
