import { CHUNK, END, FLAT, OUTPUT_KERNEL } from './layout';

/**
 * What LeNet-5 as of 1998 has beside what lies in memory as for the usual network. Its parameters lie as that one's
 * do, so that both share the kernels of C1 and C3: C3's has zeros where maps are not connected, and the trained
 * subsampling stands where the output's kernel would be.
 */
export const S2_COEFFICIENT: usize = OUTPUT_KERNEL;
export const S2_BIAS: usize = S2_COEFFICIENT + 6 * 4;
export const S4_COEFFICIENT: usize = S2_BIAS + 6 * 4;
export const S4_BIAS: usize = S4_COEFFICIENT + 16 * 4;

/** [2400]: 1 where a value of C3's kernel connects two maps, 0 elsewhere. */
export const C3_MASK: usize = END;
/** Like the parameters: 1 / (damping + curvature). */
export const RATES: usize = C3_MASK + 2400 * 4;
/** [10, 88]: the ten bitmaps of 84 pixels, padded with zeros. */
export const CENTRES: usize = RATES + FLAT;
export const CENTRE_SIZE: usize = 88 * 4;
/** Sums of four values of C1 [14, 14, 6] and of C3 [5, 5, 16]. */
export const S2_SUMS: usize = CENTRES + 10 * CENTRE_SIZE;
export const S4_SUMS: usize = S2_SUMS + 1184 * 4;
/** [image, 16]: logits of the images of a chunk. */
export const LOGITS: usize = S4_SUMS + 400 * 4;
/** [image] floats of 64 bits: the loss of each. */
export const LOSSES: usize = LOGITS + CHUNK * 16 * 4;
/** [image] bytes: 1 where the label was on top. */
export const HITS: usize = LOSSES + CHUNK * 8;
export const END_1998: usize = HITS + CHUNK;
