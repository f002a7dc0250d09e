import type { DigitMap } from '../../explain/digit-map.ts';

/** The call behind the map of digits. */
export interface MappingWorker {
  /**
   * What a network of P floats says of the first test digits of MNIST where the browser has it, else of synthetic
   * handwriting, and their principal components. A newer call makes the one before it answer null.
   * @param count digits: 2,000 for a map to look at, some hundreds for one that follows a network that learns
   * @param report told the share that is done, 0..1
   */
  mapDigits(
    parameters: Float32Array,
    count: number,
    report: (share: number) => void,
  ): Promise<DigitMap | null>;
}
