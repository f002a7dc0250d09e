import { expect, test } from 'vitest';
import { freeName } from './network-library.ts';
import { askToPersist, storageRoom } from './persistence.ts';

test('a name that is taken gets the next number that is free', () => {
  expect(freeName('Mine', [])).toBe('Mine');
  expect(freeName('Mine', ['Mine'])).toBe('Mine 2');
  expect(freeName('Mine', ['Mine', 'Mine 2', 'Mine 4'])).toBe('Mine 3');
  expect(freeName('Mine 2', ['Mine 2'])).toBe('Mine 3');
  expect(freeName('  ', ['Network'])).toBe('Network 2');
  expect(freeName('x'.repeat(300), ['x'.repeat(100)])).toBe(`${'x'.repeat(95)} 2`);
});

test('persistence is asked for once it is not granted, and every refusal is an answer', async () => {
  let asked = 0;
  const persist = async () => {
    asked += 1;
    return false;
  };
  expect(await askToPersist({ persisted: async () => true, persist })).toBe('granted');
  expect(asked).toBe(0);
  expect(await askToPersist({ persisted: async () => false, persist })).toBe('refused');
  expect(asked).toBe(1);
  expect(await askToPersist({})).toBe('unknown');
  expect(await askToPersist({ persist: () => Promise.reject(new Error('forbidden')) })).toBe('unknown');
  expect(await storageRoom({ estimate: () => Promise.reject(new Error('forbidden')) })).toBeNull();
  expect(await storageRoom({ estimate: async () => ({ usage: 5 }) })).toBeNull();
});
