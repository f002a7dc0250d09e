import { expect, test } from 'vitest';
import { parseNumber } from './number-text.ts';

const epochs = { from: 1, to: 200, whole: true };
const rate = { from: 1e-6, to: 1000, whole: false };

test('numbers are read as people write them', () => {
  for (const [text, value] of [
    ['64', 64],
    [' 7 ', 7],
    ['1e2', 100],
  ] as const) {
    expect(parseNumber(text, epochs)).toEqual({ ok: true, value });
  }
  for (const [text, value] of [
    ['0.002', 0.002],
    ['0,002', 0.002],
    [',5', 0.5],
    ['2e-3', 0.002],
    ['.5', 0.5],
    ['1000', 1000],
  ] as const) {
    expect(parseNumber(text, rate)).toEqual({ ok: true, value });
  }
});

test('everything else is refused with what was expected and what came', () => {
  for (const text of [
    '',
    'ten',
    '0',
    '201',
    '1.5',
    '60.000',
    '1,000',
    '0x10',
    '1 0',
    'Infinity',
    'NaN',
    '--1',
  ]) {
    expect(parseNumber(text, epochs)).toEqual({
      ok: false,
      reason: `expected a whole number from 1 to 200, got ${JSON.stringify(text)}`,
    });
  }
  expect(parseNumber('1001', rate).ok).toBe(false);
});
