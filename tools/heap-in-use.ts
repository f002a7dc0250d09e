interface MeasuringGlobals {
  readonly gc?: () => void;
  readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
}

/**
 * Bytes of the page's heap in use after a garbage collection, for tests in a Chromium that was started
 * with the switches of vitest.config.ts: without a collection the figure is mostly garbage.
 */
export function heapInUse(): number {
  const { gc, performance } = globalThis as unknown as MeasuringGlobals;
  if (!gc || !performance.memory)
    throw new Error('heapInUse: expected --expose-gc and precise memory info, got neither');
  gc();
  return performance.memory.usedJSHeapSize;
}
