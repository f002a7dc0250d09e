import * as layout from './layout';

/** Copies of the weights in the orders that the products read them; refreshed when weights change. */

/** What the forward pass reads: panels [n / 8][k][8] of the dense kernels, biases padded with zeros. */
export function packForward(): void {
  const p = layout.PARAMETERS;
  panels(p + layout.C5_KERNEL, 400, 120, layout.C5_PANELS);
  panels(p + layout.F6_KERNEL, 120, 84, layout.F6_PANELS);
  panels(p + layout.OUTPUT_KERNEL, 84, 10, layout.OUTPUT_PANELS);
  memory.copy(layout.F6_BIAS_PADDED, p + layout.F6_BIAS, 84 * 4);
  memory.copy(layout.OUTPUT_BIAS_PADDED, p + layout.OUTPUT_BIAS, 10 * 4);
}

/** What the backward pass reads: the kernels transposed, in panels of eight. */
export function packBackward(): void {
  const p = layout.PARAMETERS;
  transposedPanels(p + layout.C5_KERNEL, 400, 120, 8, layout.C5_TRANSPOSED);
  transposedPanels(p + layout.F6_KERNEL, 120, 84, 8, layout.F6_TRANSPOSED);
  transposedPanels(p + layout.OUTPUT_KERNEL, 84, 10, 8, layout.OUTPUT_TRANSPOSED);
  for (let ky: usize = 0; ky < 5; ky++) {
    const kernel = p + layout.C3_KERNEL + ky * 30 * 16 * 4;
    transposedPanels(kernel, 30, 16, 16, layout.C3_TRANSPOSED + ky * 2 * 16 * 64);
  }
}

/** kernel [depth, width] to [width / 8][depth][8]; lanes after the last column are zero and stay so. */
function panels(kernel: usize, depth: usize, width: usize, to: usize): void {
  for (let n: usize = 0; n < width; n += 8) {
    const lanes = min<usize>(8, width - n);
    for (let k: usize = 0; k < depth; k++) {
      const from = kernel + (k * width + n) * 4;
      if (lanes === 8) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let lane: usize = 0; lane < lanes; lane++) store<f32>(to + lane * 4, load<f32>(from + lane * 4));
      }
      to += 32;
    }
  }
}

/**
 * kernel [inputs, outputs] to [inputs / lanes][outputs][lanes]; lanes after the last input are zero and stay so.
 * @param lanes a power of two
 */
function transposedPanels(kernel: usize, inputs: usize, outputs: usize, lanes: usize, to: usize): void {
  const wholeInputs = inputs & ~3;
  const wholeOutputs = outputs & ~3;
  for (let i: usize = 0; i < inputs; i++) {
    const lane = i & (lanes - 1);
    const panel = to + ((i - lane) * outputs + lane) * 4;
    const from = kernel + i * outputs * 4;
    const whole = i < wholeInputs;
    if (whole && (i & 3) === 0) {
      for (let o: usize = 0; o < wholeOutputs; o += 4) {
        transposeFour(from + o * 4, outputs * 4, panel + o * lanes * 4, lanes * 4);
      }
    }
    for (let o: usize = whole ? wholeOutputs : 0; o < outputs; o++) {
      store<f32>(panel + o * lanes * 4, load<f32>(from + o * 4));
    }
  }
}

/** Four vectors at `from` and every `stride` bytes, with rows and columns exchanged. */
function transposeFour(from: usize, stride: usize, to: usize, toStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + stride);
  const c = v128.load(from + 2 * stride);
  const d = v128.load(from + 3 * stride);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toStride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * toStride, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * toStride, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}
