/**
 * Where everything lies in linear memory. All regions are fixed: a batch of any size passes through
 * in chunks of at most `CHUNK` images, so memory never grows after `reserve`. Offsets and sizes are
 * in bytes, four to a float; regions start on cache lines.
 */

/** Images whose activations are held for the backward pass. A multiple of 4 (rows of a product). */
export const CHUNK: usize = 32;

// The flat parameter vector of network/spec: kernels [ky, kx, in, out] and [in, out], then biases.
export const C1_KERNEL: usize = 0;
export const C1_BIAS: usize = 150 * 4;
export const C3_KERNEL: usize = 156 * 4;
export const C3_BIAS: usize = 2556 * 4;
export const C5_KERNEL: usize = 2572 * 4;
export const C5_BIAS: usize = 50572 * 4;
export const F6_KERNEL: usize = 50692 * 4;
export const F6_BIAS: usize = 60772 * 4;
export const OUTPUT_KERNEL: usize = 60856 * 4;
export const OUTPUT_BIAS: usize = 61696 * 4;
export const PARAMETER_COUNT: usize = 61706;
/** Whole cache lines; the six floats after the last parameter stay zero. */
export const FLAT: usize = 61712 * 4;

// Row lengths of the matrices whose width is not a multiple of 8 floats, padded with zeros.
export const F6_WIDTH: usize = 88;
export const OUTPUT_WIDTH: usize = 16;
/** Row of the S2 gradient: 84 floats, and room for the two zero lanes that spill over its end. */
export const S2_GRADIENT_ROW: usize = 88 * 4;

/** Below lie the tables of Math.exp and Math.log, which the compiler places (checked in `reserve`). */
export const START: usize = 16384;
export const PARAMETERS: usize = START;
export const FIRST: usize = PARAMETERS + FLAT;
export const SECOND: usize = FIRST + FLAT;

// Weights repacked once a step for the products that read them in another order (pack.ts).
export const C3_TRANSPOSED: usize = SECOND + FLAT;
export const C5_PANELS: usize = C3_TRANSPOSED + 5 * 16 * 32 * 4;
export const C5_TRANSPOSED: usize = C5_PANELS + 15 * 400 * 8 * 4;
export const F6_PANELS: usize = C5_TRANSPOSED + 50 * 120 * 8 * 4;
export const F6_TRANSPOSED: usize = F6_PANELS + 11 * 120 * 8 * 4;
export const OUTPUT_PANELS: usize = F6_TRANSPOSED + 15 * 84 * 8 * 4;
export const OUTPUT_TRANSPOSED: usize = OUTPUT_PANELS + 2 * 84 * 8 * 4;
export const F6_BIAS_PADDED: usize = OUTPUT_TRANSPOSED + 11 * 10 * 8 * 4;
export const OUTPUT_BIAS_PADDED: usize = F6_BIAS_PADDED + F6_WIDTH * 4 + 32;

// All above is one for all threads that share the memory. From here on each has its own: see `own`.
/** What a thread has summed over its images, then its slice of the sum over all threads. */
export const GRADIENT: usize = OUTPUT_BIAS_PADDED + 64;

// Gradients that are summed in another form than the flat vector's, and brought there at the end.
/** [150] vectors of four partial sums. */
export const C1_KERNEL_SUMS: usize = GRADIENT + FLAT;
/** [6] vectors of four partial sums. */
export const C1_BIAS_SUMS: usize = C1_KERNEL_SUMS + 150 * 16;
export const F6_KERNEL_SUMS: usize = C1_BIAS_SUMS + 6 * 16;
export const F6_BIAS_SUMS: usize = F6_KERNEL_SUMS + 120 * F6_WIDTH * 4;
export const OUTPUT_KERNEL_SUMS: usize = F6_BIAS_SUMS + F6_WIDTH * 4 + 32;
export const OUTPUT_BIAS_SUMS: usize = OUTPUT_KERNEL_SUMS + 84 * OUTPUT_WIDTH * 4;
export const SUMS_END: usize = OUTPUT_BIAS_SUMS + OUTPUT_WIDTH * 4;

// One chunk of images: what came in, and every activation that the backward pass needs.
export const DIGITS: usize = SUMS_END + 64;
export const LABELS: usize = DIGITS + CHUNK * 784;
/** [image, 32, 32], paper around the digit. */
export const INPUTS: usize = LABELS + 64;
export const INPUT_SIZE: usize = 1024 * 4;
/** [image, map, 28, 28]: planar, so that a vector holds four neighbours of a row. */
export const C1_MAPS: usize = INPUTS + CHUNK * INPUT_SIZE;
export const C1_SIZE: usize = 4704 * 4;
/** [image, 14, 14, map] */
export const S2_MAPS: usize = C1_MAPS + CHUNK * C1_SIZE;
export const S2_SIZE: usize = 1184 * 4;
/** [image, 10, 10, map] */
export const C3_MAPS: usize = S2_MAPS + CHUNK * S2_SIZE;
export const C3_SIZE: usize = 1600 * 4;
/** [image, 5, 5, map], which is [image, 400] to C5. */
export const S4_MAPS: usize = C3_MAPS + CHUNK * C3_SIZE;
export const S4_SIZE: usize = 400 * 4;
export const C5_UNITS: usize = S4_MAPS + CHUNK * S4_SIZE;
export const C5_SIZE: usize = 120 * 4;
export const F6_UNITS: usize = C5_UNITS + CHUNK * C5_SIZE;
export const F6_SIZE: usize = F6_WIDTH * 4;
/** [image, 16]: logits, then probabilities in their place. */
export const OUTPUTS: usize = F6_UNITS + CHUNK * F6_SIZE;
export const OUTPUT_SIZE: usize = OUTPUT_WIDTH * 4;

// Derivatives of the loss, of a chunk where dense layers work on it at once.
export const OUTPUT_GRADIENT: usize = OUTPUTS + CHUNK * OUTPUT_SIZE;
export const F6_GRADIENT: usize = OUTPUT_GRADIENT + CHUNK * OUTPUT_SIZE;
export const C5_GRADIENT: usize = F6_GRADIENT + CHUNK * F6_SIZE;
export const S4_GRADIENT: usize = C5_GRADIENT + CHUNK * C5_SIZE;
// Of one image where the convolutions go back through it while it is in cache.
export const C3_GRADIENT: usize = S4_GRADIENT + CHUNK * S4_SIZE;
export const S2_GRADIENT: usize = C3_GRADIENT + C3_SIZE;
export const C1_GRADIENT: usize = S2_GRADIENT + 14 * S2_GRADIENT_ROW + 64;

/** All activations of one image in the order and layout of network/spec. */
export const ACTIVATIONS: usize = C1_GRADIENT + C1_SIZE;
/** How the next update is made: a row of twelve floats, see engines/gpu/step-rows.ts. */
export const RULE: usize = ACTIVATIONS + 9120 * 4;
/** The end of the first thread's region; those of the others follow. */
export const END: usize = RULE + 64;
export const REGION_SIZE: usize = END - GRADIENT;

let distance: usize = 0;

/** The threads that share the memory are numbered from 0, which is the only one where it is not shared. */
export function takeRegion(thread: i32): usize {
  distance = <usize>thread * REGION_SIZE;
  return distance;
}

/** Where the calling thread has what the first has at `address`. Free where memory is not shared. */
export function own(address: usize): usize {
  return ASC_FEATURE_THREADS ? address + distance : address;
}
