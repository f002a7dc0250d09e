import { tensorOf } from '../../network/architecture.ts';
import { type LeNetLayer, lenet5 } from '../../network/lenet-5.ts';

/**
 * Where everything lies in textures of four floats a texel. `n` images lie below each other, or four by four.
 *
 * Parameters, and their moments alike, 61 x 401 texels (column, row):
 *   C5      columns  0..29   row k: the 120 weights of input k; row 400 the biases
 *   F6      columns 30..50   row k: the 84 weights of input k; row 120 the biases
 *   Output  columns 51..53   row k: the 10 weights of input k, and two of nothing; row 84 the biases
 *   C1, C3  columns 54..60   row: one 5 x 5 kernel; those of C1 by map, then those of C3 by (input, map)
 *
 * A kernel is seven texels: taps of its first three rows in lanes 0..14, its map's bias in lane 15 (for C3 that of
 * input 0 only), taps of the last two rows in lanes 16..25, nothing in the rest.
 */
export interface DenseLayout {
  readonly layer: LeNetLayer;
  readonly inputs: number;
  /** Texels of outputs. */
  readonly groups: number;
  /** Of its first texel. */
  readonly column: number;
}

export const c5: DenseLayout = { layer: 'C5', inputs: 400, groups: 30, column: 0 };
export const f6: DenseLayout = { layer: 'F6', inputs: 120, groups: 21, column: 30 };
export const output: DenseLayout = { layer: 'Output', inputs: 84, groups: 3, column: 51 };
export const kernelColumn = 54;
export const kernelTexels = 7;
export const c1Kernels = 6;
export const c3Kernels = 6 * 16;
export const kernels = c1Kernels + c3Kernels;
export const parameterColumns = kernelColumn + kernelTexels;
export const parameterRows = c5.inputs + 1;
export const denseColumns = kernelColumn;
/** Rows of four inputs each, and one for the biases. */
export const denseGradientRows = c5.inputs / 4 + 1;

/** Images that go through the layers at once. */
export const chunkImages = 256;
export const chunksMost = 16;
export const imagesMost = chunkImages * chunksMost;
/** The images of a chunk whose gradients are summed apart, for C1 and C3. */
export const slices = 32;

/** Lane of a kernel's tap. */
export const tapLane = (row: number, column: number) => {
  const tap = row * 5 + column;
  return tap < 15 ? tap : tap + 1;
};

/** Of each of the P parameters, its place among the floats of the texture. */
const places: Int32Array = (() => {
  const all = new Int32Array(lenet5.parameterCount);
  const float = (column: number, row: number, lane: number) => (row * parameterColumns + column) * 4 + lane;
  const kernelFloat = (kernel: number, lane: number) => float(kernelColumn + (lane >> 2), kernel, lane & 3);
  const convolution = (layer: LeNetLayer, inputs: number, maps: number, firstKernel: number) => {
    let at = tensorOf(lenet5, layer, 'kernel').offset;
    for (let tap = 0; tap < 25; tap++)
      for (let input = 0; input < inputs; input++)
        for (let map = 0; map < maps; map++)
          all[at++] = kernelFloat(firstKernel + input * maps + map, tapLane(0, tap));
    at = tensorOf(lenet5, layer, 'bias').offset;
    for (let map = 0; map < maps; map++) all[at++] = kernelFloat(firstKernel + map, 15);
  };
  convolution('C1', 1, 6, 0);
  convolution('C3', 6, 16, c1Kernels);
  for (const { layer, inputs, column } of [c5, f6, output]) {
    const { offset, shape } = tensorOf(lenet5, layer, 'kernel');
    const units = shape[1] as number;
    // The biases follow the kernel in memory as they do here.
    for (let i = 0; i < (inputs + 1) * units; i++) {
      const unit = i % units;
      all[offset + i] = float(column + (unit >> 2), Math.floor(i / units), unit & 3);
    }
  }
  return all;
})();

/** @param values P floats */
export function toTexels(values: Float32Array): Float32Array {
  const texels = new Float32Array(parameterColumns * parameterRows * 4);
  places.forEach((place, i) => {
    texels[place] = values[i] as number;
  });
  return texels;
}

export function fromTexels(texels: Float32Array): Float32Array {
  const values = new Float32Array(places.length);
  places.forEach((place, i) => {
    values[i] = texels[place] as number;
  });
  return values;
}
