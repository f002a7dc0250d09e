import type { KeyValueStore } from './kept-drawing.ts';

/** Lasts as long as the page. */
export function passingStore(): KeyValueStore {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}
