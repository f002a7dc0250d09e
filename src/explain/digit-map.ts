import type { LabelledDigits } from '../data/labelled-digits.ts';
import { classCount } from '../network/labels.ts';
import { type Plane, placesIn } from './plane.ts';

/** The layer that the map is of: what the network says of a digit just before it decides. */
export const mappedLayer = 'F6';

/** What a network says of n digits, and the plane that shows most of it. */
export interface DigitMap {
  /** What the digits are: "MNIST", or what stands in for it. */
  readonly of: string;
  readonly digits: LabelledDigits;
  /** n * units of {@link mappedLayer}, digit after digit. */
  readonly values: Float32Array;
  /** n classes with the highest probability: what the network reads each digit as. */
  readonly answers: Uint8Array;
  readonly plane: Plane;
}

/** n * 2: the digits in the plane of a map. */
export function placesOf({ plane, values }: Pick<DigitMap, 'plane' | 'values'>): Float32Array {
  return placesIn(plane, values);
}

/**
 * The middle of each class: the median of its places, which a few digits far away do not move.
 * @param places n * 2
 * @returns 10 * 2; NaN for a class without digits
 */
export function middlesOf(places: Float32Array, labels: Uint8Array): Float32Array {
  const middles = new Float32Array(2 * classCount);
  for (let label = 0; label < classCount; label++) {
    for (const axis of [0, 1]) {
      const values = Float32Array.from(
        [...labels.keys()].filter((at) => labels[at] === label),
        (at) => places[2 * at + axis] as number,
      ).sort();
      const half = values.length / 2;
      const [low, high] = [values[Math.ceil(half) - 1], values[Math.floor(half)]];
      middles[2 * label + axis] = low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
    }
  }
  return middles;
}
