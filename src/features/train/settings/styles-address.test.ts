import fc from 'fast-check';
import { expect, test } from 'vitest';
import { switched } from '../../../digits/synthesis/style-choice.ts';
import { styleNames, styles } from '../../../digits/synthesis/styles.ts';
import { inAddress, readStyles, writeStyles } from './styles-address.ts';

test('any choice of styles comes back from the address as it went', () => {
  expect(new Set(styleNames.map(inAddress)).size).toBe(styleNames.length);
  fc.assert(
    fc.property(fc.subarray([...styleNames]), (names) => {
      const off = switched([], names, false);
      const text = writeStyles(off);
      expect(readStyles(text)).toEqual({ off, problems: [] });
      // Nothing that an address would have to spell in another way.
      expect(new URLSearchParams({ text }).toString()).toBe(`text=${text}`);
    }),
  );
});

test('a digit without a style, and all of them, are short', () => {
  const fours = styles.filter(({ digit }) => digit === 4).map(({ name }) => name);
  expect(writeStyles([...fours, '7 with a bar'])).toBe('4*.7-with-a-bar');
  expect(writeStyles(styleNames)).toBe('*');
  expect(writeStyles([])).toBe('');
});

test('styles that are not known are told, and the others hold', () => {
  expect(readStyles('7-with-a-bar.9-in-blue')).toEqual({
    off: ['7 with a bar'],
    problems: ['expected a style of synthetic handwriting, got "9-in-blue"'],
  });
});
