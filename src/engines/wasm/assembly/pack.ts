import * as layout from './layout';

/**
 * Copies of the weights in the orders that the products read them; refreshed when weights change, in slices where
 * several threads do it. The forward pass reads panels [n / 8][k][8] of the dense kernels and biases padded with
 * zeros, the backward pass the kernels transposed.
 */

/** Bytes of eight rows of a dense kernel: what a slice has of it is whole panels of its transpose. */
const C5_PART: usize = 8 * 120 * 4;
const F6_PART: usize = 8 * 84 * 4;

/**
 * Where a thread's slice of the flat vector begins, in bytes; that of the next is its end. Slices are about as long
 * as one another, and some are empty where threads are many.
 */
export function sliceStart(thread: i32, threads: i32): usize {
  const start = (layout.FLAT * <usize>thread) / <usize>threads;
  if (start < layout.C5_KERNEL) return start * 2 < layout.C5_KERNEL ? 0 : layout.C5_KERNEL;
  if (start < layout.C5_BIAS) return layout.C5_KERNEL + ((start - layout.C5_KERNEL) / C5_PART) * C5_PART;
  if (start < layout.F6_KERNEL) return layout.F6_KERNEL;
  if (start < layout.F6_BIAS) return layout.F6_KERNEL + ((start - layout.F6_KERNEL) / F6_PART) * F6_PART;
  return thread < threads ? layout.F6_BIAS : layout.FLAT;
}

/** Packs what lies in a slice, or in several. */
export function pack(from: usize, end: usize): void {
  const p = layout.PARAMETERS;
  if (from === 0 && end > 0) {
    for (let ky: usize = 0; ky < 5; ky++) {
      const kernel = p + layout.C3_KERNEL + ky * 30 * 16 * 4;
      transposedPanels(kernel, 0, 30, 16, 16, layout.C3_TRANSPOSED + ky * 2 * 16 * 64);
    }
  }
  const c5 = layout.C5_KERNEL;
  packRows(
    c5,
    rowAt(from, c5, 400, 120),
    rowAt(end, c5, 400, 120),
    400,
    120,
    layout.C5_PANELS,
    layout.C5_TRANSPOSED,
  );
  const f6 = layout.F6_KERNEL;
  packRows(
    f6,
    rowAt(from, f6, 120, 84),
    rowAt(end, f6, 120, 84),
    120,
    84,
    layout.F6_PANELS,
    layout.F6_TRANSPOSED,
  );
  if (from < end && end === layout.FLAT) {
    packRows(layout.OUTPUT_KERNEL, 0, 84, 84, 10, layout.OUTPUT_PANELS, layout.OUTPUT_TRANSPOSED);
    memory.copy(layout.F6_BIAS_PADDED, p + layout.F6_BIAS, 84 * 4);
    memory.copy(layout.OUTPUT_BIAS_PADDED, p + layout.OUTPUT_BIAS, 10 * 4);
  }
}

/** The row of a kernel that begins at a place of the flat vector: 0 before the kernel, `rows` after it. */
function rowAt(place: usize, kernel: usize, rows: usize, width: usize): usize {
  return place < kernel ? 0 : min<usize>(rows, (place - kernel) / (width * 4));
}

/** Rows `first` to `end` of a dense kernel [rows, width], into its panels and those of its transpose. */
function packRows(
  kernel: usize,
  first: usize,
  end: usize,
  rows: usize,
  width: usize,
  to: usize,
  transposed: usize,
): void {
  panels(layout.PARAMETERS + kernel, first, end, rows, width, to);
  transposedPanels(layout.PARAMETERS + kernel, first, end, width, 8, transposed);
}

/** kernel [depth, width] to [width / 8][depth][8]; lanes after the last column are zero and stay so. */
function panels(kernel: usize, first: usize, end: usize, depth: usize, width: usize, to: usize): void {
  for (let n: usize = 0; n < width; n += 8) {
    const lanes = min<usize>(8, width - n);
    let panel = to + (n * depth + first * 8) * 4;
    for (let k = first; k < end; k++) {
      const from = kernel + (k * width + n) * 4;
      if (lanes === 8) {
        v128.store(panel, v128.load(from));
        v128.store(panel, v128.load(from, 16), 16);
      } else {
        for (let lane: usize = 0; lane < lanes; lane++)
          store<f32>(panel + lane * 4, load<f32>(from + lane * 4));
      }
      panel += 32;
    }
  }
}

/**
 * kernel [inputs, outputs] to [inputs / lanes][outputs][lanes]; lanes after the last input are zero and stay so.
 * @param first input of those to pack, a multiple of 4 @param lanes a power of two
 */
function transposedPanels(
  kernel: usize,
  first: usize,
  end: usize,
  outputs: usize,
  lanes: usize,
  to: usize,
): void {
  const wholeInputs = end & ~3;
  const wholeOutputs = outputs & ~3;
  for (let i = first; i < end; i++) {
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
