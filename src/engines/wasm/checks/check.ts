import fc from 'fast-check';
import { randomFromSeed } from '../../../lib/random.ts';
import type { RawKernels } from '../raw-kernels.ts';

/**
 * Every kernel alone against plain float64 loops, on random values and, where a kernel takes them,
 * random shapes. Free of any test framework, so that the same list runs in Node and in browsers.
 *
 * A sum of n products in float32 is off by some part of the sum of the products' absolute values, so
 * that is what tolerances refer to: the loops run a second time on absolute values.
 */
export interface KernelCheck {
  /** With the tolerance that it claims. */
  readonly name: string;
  /** @throws Error naming the index with both values */
  readonly run: (kernels: RawKernels) => void;
}

export type Floats = Float32Array | Float64Array;

/** Floats of random sizes, with some zeros and some far from 1, in the precision that the kernels read. */
export function valuesOf(seed: number, length: number, scale = 1): Float32Array {
  const random = randomFromSeed(seed);
  return Float32Array.from({ length }, () => (random.integer(0, 9) ? random.normal() * scale : 0));
}

export function compare(what: string, got: Floats, expected: Floats, scale: Floats, tolerance: number): void {
  for (let i = 0; i < expected.length; i++) {
    const [value, wanted] = [got[i] as number, expected[i] as number];
    // Written so that a NaN fails.
    if (!(Math.abs(value - wanted) <= tolerance * (scale[i] as number) + 1e-30))
      throw new Error(`${what}, index ${i}: expected ${wanted}, got ${value}`);
  }
}

/** Compares a kernel with loops, which run on the values and on their absolute values. */
export function compareSums(
  what: string,
  got: Floats,
  inputs: readonly Floats[],
  loops: (...inputs: Floats[]) => Float64Array,
  tolerance: number,
): void {
  const absolute = inputs.map((values) => values.map(Math.abs));
  compare(what, got, loops(...inputs), loops(...absolute), tolerance);
}

export const value = (of: Floats, index: number) => of[index] as number;

export const ones = (length: number) => new Float64Array(length).fill(1);
export const seeds = fc.integer({ min: 1, max: 1e6 });

/** Four regions that are large enough for anything here. */
export function scratch(kernels: RawKernels): [number, number, number, number] {
  const start = kernels.at('C1_MAPS');
  return [start, start + 100_000, start + 200_000, start + 300_000];
}
