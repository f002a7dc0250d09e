interface MeasuringGlobals {
  readonly gc?: () => void;
  readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
}

/**
 * Bytes of the page's heap in use after a garbage collection, for tests in a Chromium that was started
 * with the switches of vitest.config.ts: without a collection the figure is mostly garbage.
 */
export async function heapInUse(): Promise<number> {
  const { gc, performance } = globalThis as unknown as MeasuringGlobals;
  if (!gc || !performance.memory)
    throw new Error('heapInUse: expected --expose-gc and precise memory info, got neither');
  // What a collection finds dead, buffers above all, is freed some time after it.
  for (let round = 0; round < 5; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.memory.usedJSHeapSize;
}
