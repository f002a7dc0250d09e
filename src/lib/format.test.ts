import { expect, test } from 'vitest';
import { formatCount, formatFixed, formatMs, formatPercent, formatValue } from './format.ts';
import { formatList } from './format-lists.ts';
import { formatBytes, formatDigits, formatExact, formatPower } from './format-sizes.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test.each([
  [0, '0.0 %'],
  [0.0002, '< 0.1 %'],
  [0.0006, '0.1 %'],
  [0.98349, '98.3 %'],
  [0.9999, '> 99.9 %'],
  [1, '100.0 %'],
])('a share of %d reads %s: only certainty is 100, only nothing is 0', (share, text) => {
  expect(plain(formatPercent(share))).toBe(text);
});

test('times, counts and signed values', () => {
  expect(plain(formatMs(6.2345))).toBe('6.2 ms');
  expect(plain(formatMs(0.1234))).toBe('0.12 ms');
  expect(formatCount(246_824)).toBe('246,824');
  expect(formatValue(-0.5)).toBe('−0.500');
  expect([-1.34, -0.04].map((value) => formatFixed(value, 1))).toEqual(['−1.3', '0.0']);
});

test('small and large numbers have one form: powers of ten', () => {
  expect([8.5e-11, -1.3e-7, 3e12].map((value) => formatPower(value))).toEqual([
    '8.5×10⁻¹¹',
    '−1.3×10⁻⁷',
    '3.0×10¹²',
  ]);
  expect([0, 0.0029, 0.148, 99.9, 123, 1.1e-11].map((value) => formatDigits(value, 3))).toEqual([
    '0',
    '0.00290',
    '0.148',
    '99.9',
    '1.2×10²',
    '1.1×10⁻¹¹',
  ]);
  expect([0, 64, 0.0001, 1e-5, 2.5e-6].map(formatExact)).toEqual(['0', '64', '0.0001', '10⁻⁵', '2.5×10⁻⁶']);
});

test('bytes in the unit that fits', () => {
  expect([0, 999, 1000, 11_594_722, 2.5e9].map((bytes) => plain(formatBytes(bytes)))).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '11.6 MB',
    '2.50 GB',
  ]);
});

test('a list has its last item after a word', () => {
  expect([[], ['a 4'], ['a 4', 'a 9'], ['a 4', 'a 7', 'a 9']].map(formatList)).toEqual([
    '',
    'a 4',
    'a 4 and a 9',
    'a 4, a 7 and a 9',
  ]);
});
