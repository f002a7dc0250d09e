import { beforeEach, expect, test, vi } from 'vitest';
import { askForPersistence, forgetAsking, persistence } from './persistence.ts';

beforeEach(forgetAsking);

test('the browser is asked once, and not at all when it has promised before', async () => {
  const persist = vi.fn(async () => true);
  const scope = { persist, persisted: async () => false };
  expect(await persistence(scope)).toBe('not promised');
  expect(await Promise.all([askForPersistence(scope), askForPersistence(scope)])).toEqual([
    'promised',
    'promised',
  ]);
  expect(persist).toHaveBeenCalledTimes(1);
  forgetAsking();
  expect(await askForPersistence({ persist, persisted: async () => true })).toBe('promised');
  expect(persist).toHaveBeenCalledTimes(1);
});

test('browsers that refuse, throw or know nothing of it are answers, not errors', async () => {
  const refusing = { persist: async () => false, persisted: async () => false };
  expect(await askForPersistence(refusing)).toBe('not promised');
  forgetAsking();
  const throwing = {
    persist: async () => Promise.reject(new Error('SecurityError')),
    persisted: () => {
      throw new Error('SecurityError');
    },
  };
  expect(await askForPersistence(throwing)).toBe('unknown');
  forgetAsking();
  expect(await askForPersistence({})).toBe('unknown');
  expect(await persistence({})).toBe('unknown');
});
