import { expect, test } from 'vitest';
import { formatDuration, formatMoment, formatRate, testImageWords } from './run-words.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test('durations in two units at most, rounded up, so that the end is not told too early', () => {
  expect([0, 0.2, 59.2, 200, 3599, 3900].map((seconds) => plain(formatDuration(seconds)))).toEqual([
    '0 s',
    '1 s',
    '1 min 00 s',
    '3 min 20 s',
    '59 min 59 s',
    '1 h 05 min',
  ]);
});

test('a moment of another day names the day', () => {
  const now = new Date(2026, 4, 4, 9, 0).getTime();
  expect(formatMoment(new Date(2026, 4, 4, 14, 2).getTime(), now)).toBe('14:02');
  expect(formatMoment(new Date(2026, 4, 3, 14, 2).getTime(), now)).toBe('3 May, 14:02');
});

test('learning rates keep two digits that count', () => {
  expect([0, 0.002, 0.00185, 1, 1000, 0.000012].map(formatRate)).toEqual([
    '0',
    '0.0020',
    '0.0019',
    '1.0',
    '1.0×10³',
    '1.2×10⁻⁵',
  ]);
});

test('a test image has the article of its digit', () => {
  expect([0, 1, 7, 8, 9].map((digit) => testImageWords(1234, digit))).toEqual(
    ['a 0', 'a 1', 'a 7', 'an 8', 'a 9'].map((digit) => `Test image 1,234, ${digit}`),
  );
});
