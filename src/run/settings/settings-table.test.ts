import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { namedFacts } from '../../features/networks/known-facts.ts';
import { readSettings, writeSettings } from '../../features/train/settings/settings-address.ts';
import { flatSettings, unknownProvenance } from '../../network/provenance.ts';
import { anySettings } from '../test-support/any-settings.ts';
import { rowsIn, settingRows } from './rows.ts';
import { defaultSettings, editedSettings, parseSettings, settingChange } from './run-settings.ts';

vi.mock('./settings-table.ts', async (original) => {
  const real = await original<typeof import('./settings-table.ts')>();
  const { inventedRows } = await import('../test-support/invented-rows.ts');
  return { ...real, settingsTable: { ...real.settingsTable, ...inventedRows } };
});

const invented = { gradientClip: 2, clipBy: 'value' } as const;
const changed = {
  ...defaultSettings,
  ...invented,
  distortion: { ...defaultSettings.distortion, blurPx: 1.5 },
};

describe('a setting is added by one row', () => {
  test('it has its default, runs of old have what they had, and its limits hold', () => {
    expect(defaultSettings).toMatchObject({ gradientClip: 5, clipBy: 'norm', distortion: { blurPx: 0 } });
    expect(parseSettings(changed)).toEqual({ ok: true, settings: changed });
    const { gradientClip: _, clipBy: __, ...old } = changed;
    expect(parseSettings(old)).toMatchObject({ ok: true, settings: { gradientClip: 0, clipBy: 'norm' } });
    expect(parseSettings({ ...changed, gradientClip: 11 })).toEqual({
      ok: false,
      reason: 'gradientClip: expected at most 10, got 11',
    });
    expect(parseSettings({ ...changed, clipBy: 'luck' })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^clipBy: expected .*"luck"$/),
    });
  });

  test('it stands in the address where it is not as usual, and what cannot be is refused in words', () => {
    expect(writeSettings(changed)).toBe('?gradientClip=2&clipBy=value&blurPx=1.5');
    fc.assert(
      fc.property(anySettings, (settings) => {
        const { settings: read, problems } = readSettings(writeSettings(settings));
        expect(problems).toEqual([]);
        expect(read).toEqual(JSON.parse(JSON.stringify(settings)));
      }),
    );
    const { settings, problems } = readSettings('?gradientClip=ten&clipBy=luck&blurPx=1');
    expect(settings).toMatchObject({ gradientClip: 5, clipBy: 'norm', distortion: { blurPx: 1 } });
    expect(problems).toEqual([
      'gradientClip: expected a number from 0 to 10, got "ten"',
      'clipBy: expected norm, value, got "luck"',
    ]);
  });

  test('a run under way takes it from its next step on, or keeps its own where the row says so', () => {
    expect(editedSettings(defaultSettings, changed)).toEqual({ ...changed, clipBy: 'norm' });
  });

  test('the Networks page tells it by its name', () => {
    const provenance = { ...unknownProvenance('trained'), settings: flatSettings(changed) };
    const told = namedFacts(provenance).map(({ name, value }) => `${name}: ${value}`);
    expect(told).toEqual(
      expect.arrayContaining(['Gradient clipping: 2', 'Gradients clipped by: Value', 'Blur: 1.5 px wide']),
    );
  });
});

test('names in the address are each of one setting, and a setting needs one that there is', () => {
  expect(new Set(settingRows.map(({ name }) => name)).size).toBe(settingRows.length);
  for (const { needs } of settingRows) {
    if (needs) expect(settingRows.map(({ key }) => key)).toContain(needs.setting);
  }
});

test('a change of one setting leaves the others, within an object, too', () => {
  for (const row of rowsIn('distortion')) {
    if (row.kind !== 'strength') continue;
    expect(settingChange(defaultSettings, row, 0.25)).toEqual({
      distortion: { ...defaultSettings.distortion, [row.name]: 0.25 },
    });
  }
});
