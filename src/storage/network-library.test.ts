import { expect, test } from 'vitest';
import { freeName } from './network-library.ts';

test('a name that is taken gets the next number that is free', () => {
  expect(freeName('Mine', [])).toBe('Mine');
  expect(freeName('Mine', ['Mine'])).toBe('Mine (2)');
  expect(freeName('Mine', ['Mine', 'Mine (2)', 'Mine (4)'])).toBe('Mine (3)');
  expect(freeName('Mine (2)', ['Mine (2)'])).toBe('Mine (3)');
  expect(freeName('LeNet, step 3', ['LeNet, step 3'])).toBe('LeNet, step 3 (2)');
  expect(freeName('  ', ['Network'])).toBe('Network (2)');
  expect(freeName('My\u202e\u0007seven', [])).toBe('My seven');
  expect(freeName('x'.repeat(300), ['x'.repeat(100)])).toBe(`${'x'.repeat(93)} (2)`);
});
