import { expect, test, vi } from 'vitest';
import { askToPersist, persistence } from './persistence.ts';

test('the browser is not asked again for what it has granted', async () => {
  let granted = false;
  const persist = vi.fn(async () => {
    granted = true;
    return true;
  });
  const storage = { persist, persisted: async () => granted };
  expect(await persistence(storage)).toBe('refused');
  expect(await askToPersist(storage)).toBe('granted');
  expect(await askToPersist(storage)).toBe('granted');
  expect(persist).toHaveBeenCalledTimes(1);
});

test('browsers that refuse, throw or know nothing of it are answers, not errors', async () => {
  expect(await askToPersist({ persist: async () => false, persisted: async () => false })).toBe('refused');
  const throwing = {
    persist: async () => Promise.reject(new Error('SecurityError')),
    persisted: () => {
      throw new Error('SecurityError');
    },
  };
  expect(await askToPersist(throwing)).toBe('unknown');
  expect(await askToPersist({})).toBe('unknown');
});
