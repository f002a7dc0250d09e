import { useSyncExternalStore } from 'react';

/**
 * Calls back when the device pixels to a CSS pixel change: the page was zoomed, or its window moved to
 * another screen. The width of what is shown often stays the same then.
 * @returns a function that stops it
 */
export function watchPixelRatio(changed: () => void): () => void {
  const stop = new AbortController();
  const watch = () => {
    // A query can only tell that the ratio is no longer what it was.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        watch();
        changed();
      },
      { once: true, signal: stop.signal },
    );
  };
  watch();
  return () => stop.abort();
}

export function usePixelRatio(): number {
  return useSyncExternalStore(watchPixelRatio, () => devicePixelRatio);
}
