import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { engines } from '../../../engines/registry.ts';
import { defaultSettings, parseSettings, type RunSettings } from '../../../run/settings/run-settings.ts';
import { usualRates } from '../../../run/settings/settings-table.ts';
import { anySettings } from '../../../run/test-support/any-settings.ts';
import { mended, readSettings, writeSettings } from './settings-address.ts';

test('settings come back from the address as they went', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      const read = readSettings(writeSettings(settings));
      // The address does not tell 0 from -0, and no run does.
      const plain = JSON.parse(JSON.stringify(settings)) as RunSettings;
      expect(read).toEqual({ settings: plain, source: 'mnist', problems: [] });
      expect(parseSettings(read.settings).ok).toBe(true);
    }),
  );
});

test('the default run has no query, and a query names only what differs', () => {
  expect(writeSettings(defaultSettings)).toBe('');
  expect(writeSettings({ ...defaultSettings, seed: 7, epochs: 3 })).toBe('?seed=7&epochs=3');
  expect(writeSettings({ ...defaultSettings, distort: false }, '?seed=3')).toBe('?distort=false');
  expect(readSettings('')).toEqual({ settings: defaultSettings, source: 'mnist', problems: [] });
});

test('what is out of range or unknown is ignored, and told with what was expected and what came', () => {
  const { settings, problems } = readSettings(
    '?epochs=0&batchSize=ten&engine=gpu&rotationDeg=90&distort=maybe&colour=red&seed=4',
  );
  expect(settings).toEqual({ ...defaultSettings, seed: 4 });
  expect(problems).toHaveLength(6);
  expect(problems[0]).toBe('epochs: expected a whole number from 1 to 200, got "0"');
  expect(problems).toContain(`engine: expected auto, ${engines.map(({ id }) => id).join(', ')}, got "gpu"`);
  expect(problems.at(-1)).toMatch(/^address: expected settings \(seed, .*\), got "colour"$/);
});

test('handwriting: its share and the styles that it does without', () => {
  const settings = { ...defaultSettings, syntheticShare: 0.25, stylesOff: ['7 with a bar'] };
  expect(writeSettings(settings)).toBe('?syntheticShare=0.25&stylesOff=7-with-a-bar');
  const { problems } = readSettings('?syntheticShare=2&stylesOff=7-with-a-tail');
  expect(problems).toEqual([
    expect.stringMatching(/^stylesOff: expected a style/),
    expect.stringMatching(/^syntheticShare: expected a number from 0 to 1/),
  ]);
});

test('what is no setting stays in the query', () => {
  expect(writeSettings({ ...defaultSettings, seed: 2 }, '?from=mail&seed=9')).toBe('?from=mail&seed=2');
});

test('another optimiser brings its usual rates, in the address and back', () => {
  const { settings } = readSettings('?optimiser=adam');
  expect(settings).toMatchObject({ optimiser: 'adam', ...usualRates.adam });
  expect(writeSettings(settings)).toBe('?optimiser=adam');
  expect(readSettings('?optimiser=adam&learningRate=0.01').settings.learningRate).toBe(0.01);
});

describe('a link to a run that was', () => {
  const insert = (text: string, at: number, added: string) => text.slice(0, at) + added + text.slice(at);
  test.each<readonly [string, (search: string, at: number) => string]>([
    ['followed by a full stop', (search) => `${search}.`],
    ['put in brackets', (search) => `${search}).`],
    ['encoded', (search) => `?${encodeURIComponent(search.slice(1))}`],
    ['encoded twice', (search) => `?${encodeURIComponent(encodeURIComponent(search.slice(1)))}`],
    ['written into HTML', (search) => search.replaceAll('&', '&amp;')],
    ['broken by a line end', (search, at) => insert(search, at, '%0A')],
    ['broken by a blank', (search, at) => insert(search, at, '%20')],
  ])('%s gives all its settings', (_damage, damaged) => {
    fc.assert(
      fc.property(anySettings, fc.nat(), (settings, at) => {
        const search = writeSettings(settings);
        fc.pre(search !== '');
        // Not within a percent sign and its digits.
        const place = 1 + (at % (search.length - 1));
        fc.pre(!/%.?$/.test(search.slice(0, place)));
        const read = readSettings(damaged(search, place));
        expect(read).toEqual({ ...readSettings(search), problems: [] });
      }),
    );
  });

  test('cut off keeps what is whole, and says what is not', () => {
    const { settings, problems } = readSettings('?seed=7&epochs=3&batchSize=');
    expect(settings).toEqual({ ...defaultSettings, seed: 7, epochs: 3 });
    expect(problems).toEqual(['batchSize: expected a whole number from 1 to 4096, got ""']);
    expect(readSettings('?seed=7&epo').problems).toEqual([expect.stringMatching(/^address: .* got "epo"$/)]);
  });
});

test('what is no setting is read as it is, encoded or not', () => {
  expect(mended('?from=a%26b%253D&seed=2')).toBe('?from=a%26b%253D&seed=2');
  expect(mended('?from=a%26b&seed=2).')).toBe('?from=a%26b&seed=2');
  expect(mended('')).toBe('');
});
