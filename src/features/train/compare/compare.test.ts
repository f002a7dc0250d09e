import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settingRows } from '../../../run/settings/rows.ts';
import { defaultSettings, type RunSettings } from '../../../run/settings/run-settings.ts';
import { anySettings } from '../../../run/test-support/any-settings.ts';
import { valueText } from '../settings/setting-words.ts';
import { isComparing, readPair, writePair } from './compare-address.ts';
import { lessons } from './lessons.ts';
import { changedBoth, differenceWords, differingRows, madeSame } from './pair.ts';
import { chanceWords } from './result-words.ts';

const keysOf = (rows: ReturnType<typeof differingRows>) => rows.map(({ key }) => key);

describe('what differs', () => {
  test('every row of the table that differs is found, and made the same again', () => {
    fc.assert(
      fc.property(anySettings, anySettings, (a, b) => {
        let pair = { a, b };
        // Network and optimiser first: they bring their usual settings along, which are made the same after them.
        for (const row of [...settingRows, ...settingRows]) pair = madeSame(pair, row);
        expect(differingRows(pair)).toEqual([]);
        expect(pair.b).toEqual(a);
      }),
    );
  });

  test('a strength of distortions that neither run has is no difference', () => {
    const a = { ...defaultSettings, distort: false };
    const b = { ...a, distortion: { ...a.distortion, scale: 0.3 } };
    expect(differingRows({ a, b })).toEqual([]);
    expect(keysOf(differingRows({ a, b: { ...b, distort: true } }))).toEqual(['distort', 'distortion.scale']);
  });

  test('it is said by name, without what does not count', () => {
    const pair = {
      a: defaultSettings,
      b: { ...defaultSettings, optimiser: 'adam', learningRate: 2e-3, momentum: 0.5 },
    } as const;
    expect(differenceWords(pair, 'a')).toBe('optimiser SGD with momentum, learning rate 0.1, momentum 0.9');
    expect(differenceWords(pair, 'b')).toBe('optimiser Adam, learning rate 0.002');
    const momentum = settingRows.find(({ key }) => key === 'momentum');
    expect(momentum && valueText(pair.b, momentum)).toBe('–');
  });

  test('what changes in both leaves alone what differs', () => {
    const pair = { a: defaultSettings, b: { ...defaultSettings, learningRate: 1 } };
    const changed = changedBoth(pair, { optimiser: 'adam', learningRate: 2e-3, weightDecay: 0 }, [
      'learningRate',
    ]);
    expect(changed.b).toEqual({ ...changed.a, learningRate: 1 });
    expect(changed.a).toMatchObject({ optimiser: 'adam', learningRate: 2e-3 });
    const distorted = changedBoth(
      {
        a: defaultSettings,
        b: { ...defaultSettings, distortion: { ...defaultSettings.distortion, scale: 0 } },
      },
      { distortion: { ...defaultSettings.distortion, shear: 0.4 } },
      ['distortion.scale'],
    );
    expect(distorted.b.distortion).toEqual({ ...distorted.a.distortion, scale: 0 });
  });
});

describe('lessons', () => {
  const differ = (base: RunSettings) =>
    Object.fromEntries(lessons.map(({ name, pair }) => [name, keysOf(differingRows(pair(base)))]));

  test('each changes what it is about', () => {
    expect(differ(defaultSettings)).toEqual({
      'Two seeds': ['seed'],
      'Learning rate too high': ['learningRate'],
      'With and without distortions': ['distort'],
      'SGD and Adam': ['optimiser', 'learningRate', 'weightDecay'],
    });
  });

  test('they can be taught from any settings', () => {
    fc.assert(
      fc.property(anySettings, (base) => {
        for (const [name, keys] of Object.entries(differ(base)))
          expect([name, keys.length > 0]).toEqual([name, true]);
      }),
    );
  });
});

test('the result says in one sentence what may be chance', () => {
  expect([
    chanceWords(0, 0),
    chanceWords(10, 5),
    chanceWords(1, 9),
    chanceWords(9, 1),
    chanceWords(17, 8_835),
  ]).toEqual([
    'Neither makes an error that the other does not make.',
    'The difference may be chance (p = 0.30, McNemar’s exact test).',
    'A is better, and chance alone is unlikely to make such a difference (p = 0.021, McNemar’s exact test).',
    'B is better, and chance alone is unlikely to make such a difference (p = 0.021, McNemar’s exact test).',
    'A is better, and chance alone is unlikely to make such a difference (p < 0.001, McNemar’s exact test).',
  ]);
});

describe('the address', () => {
  test('brings back any two runs, whatever the page has', () => {
    fc.assert(
      fc.property(anySettings, anySettings, anySettings, (page, a, b) => {
        const hash = writePair({ a, b }, page);
        expect(isComparing(hash)).toBe(true);
        const { pair, problems } = readPair(hash, page);
        expect(problems).toEqual([]);
        expect(pair ?? { a: page, b: page }).toEqual({ a, b });
      }),
    );
  });

  test('names only what differs', () => {
    const pair = { a: defaultSettings, b: { ...defaultSettings, seed: 2 } };
    expect(writePair(pair, defaultSettings)).toBe('#/train?compare&b.seed=2');
    expect(readPair('#/train?compare', defaultSettings).pair).toBeNull();
    expect(['#/train', '#/explore?compare', '#/train?b.seed=2'].map(isComparing)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('says what it ignores', () => {
    const { pair, problems } = readPair('#/train?compare&b.seed=x&c.seed=1', defaultSettings);
    expect(pair).toEqual({ a: defaultSettings, b: defaultSettings });
    expect(problems.join()).toMatch(/b\.seed: expected .* got.*c\.seed/);
  });
});
