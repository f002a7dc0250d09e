import { expect, test } from 'vitest';
import { formatCount, formatMs, formatPercent, formatValue } from './format.ts';

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
});
