import type { DigitSource, PartName } from '../../data/sources/digit-source.ts';
import { createMnistSource } from '../../data/sources/mnist-source.ts';
import { openDataCache } from '../../storage/data-cache.ts';

/**
 * Only what this browser has already: nobody waits for a download of MNIST here.
 * @param parts those that are asked for; waiting for another never ends
 * @param breathe called as they arrive
 */
export function cachedMnist(parts: readonly PartName[], breathe: () => Promise<void>): DigitSource {
  const mnist = createMnistSource({ places: [], cache: openDataCache(), parts });
  mnist.subscribe(() => void breathe());
  mnist.start();
  return mnist;
}
