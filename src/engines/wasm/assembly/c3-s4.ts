import { C3_BIAS, C3_KERNEL, C3_TRANSPOSED, GRADIENT, own, PARAMETERS, S2_GRADIENT_ROW } from './layout';
import { madd, TANH, tanhPair, tanhSlope } from './simd';

/**
 * C3 and S4 of one image. With j = kx * 6 + ci, the 30 floats of S2 that a unit reads in one row are
 * neighbours in memory, and so are their kernel rows:
 *   c3[y, x, co] = tanh(bias[co] + sum over ky, j of s2[y + ky, 6 x + j] * kernel[ky, j, co])
 *   s4[y, x, co] = mean of c3[2y..2y+1, 2x..2x+1, co]
 * The sixteen output maps are four vectors. Eight sums at a time hide the latency of a multiply-add, and
 * with the six loads of a step they fit the sixteen registers: old compilers load all operands first.
 */

const S2_ROW: usize = 84 * 4;
/** One pixel of S2: six maps. */
const S2_PIXEL: usize = 24;
/** One pixel of C3, and one row of the kernel: sixteen maps. */
const C3_PIXEL: usize = 64;
const C3_ROW: usize = 10 * C3_PIXEL;
/** Kernel rows (kx, ci) for one ky. */
const TAPS: usize = 30;

/** @param s2 [14, 14, 6] @param c3 [10, 10, 16], written @param s4 [5, 5, 16], written */
export function c3Forward(s2: usize, c3: usize, s4: usize): void {
  c3ForwardBy(TANH, s2, c3, s4);
}

/** @param table of the squashing function, see `tanhPair` */
export function c3ForwardBy(table: usize, s2: usize, c3: usize, s4: usize): void {
  for (let y: usize = 0; y < 10; y += 2) {
    const upper = c3 + y * C3_ROW;
    for (let half: usize = 0; half < C3_PIXEL; half += 32) {
      for (let x: usize = 0; x < 10; x += 2) {
        fourPixels(s2 + y * S2_ROW + x * S2_PIXEL, upper + half + x * C3_PIXEL, half);
      }
    }
    activateAndPool(upper, s4 + (y >> 1) * 5 * C3_PIXEL, table);
  }
}

/** The sums of two by two pixels in eight of the maps. */
function fourPixels(s2: usize, to: usize, half: usize): void {
  const bias: usize = PARAMETERS + C3_BIAS + half;
  let a0 = v128.load(bias);
  let a1 = v128.load(bias, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  let weight: usize = PARAMETERS + C3_KERNEL + half;
  for (let ky: usize = 0; ky < 5; ky++) {
    for (const end = s2 + TAPS * 4; s2 < end; s2 += 4) {
      const w0 = v128.load(weight);
      const w1 = v128.load(weight, 16);
      let input = v128.load32_splat(s2);
      a0 = madd(w0, input, a0);
      a1 = madd(w1, input, a1);
      input = v128.load32_splat(s2, S2_PIXEL);
      b0 = madd(w0, input, b0);
      b1 = madd(w1, input, b1);
      input = v128.load32_splat(s2, S2_ROW);
      c0 = madd(w0, input, c0);
      c1 = madd(w1, input, c1);
      input = v128.load32_splat(s2, S2_ROW + S2_PIXEL);
      d0 = madd(w0, input, d0);
      d1 = madd(w1, input, d1);
      weight += C3_PIXEL;
    }
    s2 += S2_ROW - TAPS * 4;
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, b0, C3_PIXEL);
  v128.store(to, b1, C3_PIXEL + 16);
  v128.store(to, c0, C3_ROW);
  v128.store(to, c1, C3_ROW + 16);
  v128.store(to, d0, C3_ROW + C3_PIXEL);
  v128.store(to, d1, C3_ROW + C3_PIXEL + 16);
}

/** tanh of two rows of C3 in place, and their means into one row of S4. */
function activateAndPool(c3: usize, s4: usize, table: usize): void {
  const quarter = f32x4.splat(0.25);
  for (let x: usize = 0; x < 5; x++) {
    for (let vector: usize = 0; vector < C3_PIXEL; vector += 16) {
      const at = c3 + x * 2 * C3_PIXEL + vector;
      const sum = f32x4.add(tanhPair(at, C3_PIXEL, table), tanhPair(at + C3_ROW, C3_PIXEL, table));
      v128.store(s4 + x * C3_PIXEL + vector, f32x4.mul(sum, quarter));
    }
  }
}

/**
 * The gradient at C3's sums from the gradient at S4; adds to the bias gradient.
 *   g[y, x, co] = s4Gradient[y / 2, x / 2, co] / 4 * (1 - c3[y, x, co]^2)
 */
export function c3Backward(c3: usize, s4Gradient: usize, c3Gradient: usize): void {
  const quarter = f32x4.splat(0.25);
  for (let vector: usize = 0; vector < C3_PIXEL; vector += 16) {
    const bias = own(GRADIENT) + C3_BIAS + vector;
    let sum = v128.load(bias);
    for (let y: usize = 0; y < 5; y++) {
      for (let x: usize = 0; x < 5; x++) {
        const incoming = f32x4.mul(v128.load(s4Gradient + (y * 5 + x) * C3_PIXEL + vector), quarter);
        const at = y * 2 * C3_ROW + x * 2 * C3_PIXEL + vector;
        const a = f32x4.mul(incoming, tanhSlope(v128.load(c3 + at)));
        const b = f32x4.mul(incoming, tanhSlope(v128.load(c3 + at, C3_PIXEL)));
        const c = f32x4.mul(incoming, tanhSlope(v128.load(c3 + at, C3_ROW)));
        const d = f32x4.mul(incoming, tanhSlope(v128.load(c3 + at, C3_ROW + C3_PIXEL)));
        v128.store(c3Gradient + at, a);
        v128.store(c3Gradient + at, b, C3_PIXEL);
        v128.store(c3Gradient + at, c, C3_ROW);
        v128.store(c3Gradient + at, d, C3_ROW + C3_PIXEL);
        sum = f32x4.add(sum, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
      }
    }
    v128.store(bias, sum);
  }
}

/**
 * Adds to the kernel's gradient in the flat vector:
 *   kernel[ky, j, co] += sum over y, x of s2[y + ky, 6 x + j] * g[y, x, co]
 * Two kernel rows of all sixteen maps at a time.
 */
export function c3KernelGradient(s2: usize, c3Gradient: usize): void {
  for (let ky: usize = 0; ky < 5; ky++) {
    for (let j: usize = 0; j < TAPS; j += 2) {
      const kernel = own(GRADIENT) + C3_KERNEL + (ky * TAPS + j) * C3_PIXEL;
      twoTaps(s2 + ky * S2_ROW + j * 4, c3Gradient, kernel);
    }
  }
}

function twoTaps(s2: usize, g: usize, kernel: usize): void {
  let a0 = v128.load(kernel);
  let a1 = v128.load(kernel, 16);
  let a2 = v128.load(kernel, 32);
  let a3 = v128.load(kernel, 48);
  let b0 = v128.load(kernel, 64);
  let b1 = v128.load(kernel, 80);
  let b2 = v128.load(kernel, 96);
  let b3 = v128.load(kernel, 112);
  for (const end = g + 10 * C3_ROW; g < end; s2 += S2_ROW - 10 * S2_PIXEL) {
    for (const rowEnd = g + C3_ROW; g < rowEnd; g += C3_PIXEL) {
      const input0 = v128.load32_splat(s2);
      const input1 = v128.load32_splat(s2, 4);
      let incoming = v128.load(g);
      a0 = madd(incoming, input0, a0);
      b0 = madd(incoming, input1, b0);
      incoming = v128.load(g, 16);
      a1 = madd(incoming, input0, a1);
      b1 = madd(incoming, input1, b1);
      incoming = v128.load(g, 32);
      a2 = madd(incoming, input0, a2);
      b2 = madd(incoming, input1, b2);
      incoming = v128.load(g, 48);
      a3 = madd(incoming, input0, a3);
      b3 = madd(incoming, input1, b3);
      s2 += S2_PIXEL;
    }
  }
  v128.store(kernel, a0);
  v128.store(kernel, a1, 16);
  v128.store(kernel, a2, 32);
  v128.store(kernel, a3, 48);
  v128.store(kernel, b0, 64);
  v128.store(kernel, b1, 80);
  v128.store(kernel, b2, 96);
  v128.store(kernel, b3, 112);
}

/**
 * The gradient at S2: each gradient of C3 goes back to the pixels its unit read.
 *   s2Gradient[y + ky, 6 x + j] += sum over co of g[y, x, co] * kernel[ky, j, co]
 * Two rows y at a time in sixteen of the 32 lanes that hold j (30, and two zeros). The rows run
 * innermost, so that a sum is read back long after it was stored.
 * @param c3Gradient [10, 10, 16] @param s2Gradient [14, 88 floats], written; 84 used
 */
export function c3InputGradient(c3Gradient: usize, s2Gradient: usize): void {
  memory.fill(s2Gradient, 0, 14 * S2_GRADIENT_ROW);
  for (let ky: usize = 0; ky < 5; ky++) {
    for (let x: usize = 0; x < 10; x++) {
      for (let group: usize = 0; group < 2; group++) {
        const weight = C3_TRANSPOSED + (ky * 2 + group) * 16 * C3_PIXEL;
        const to = s2Gradient + ky * S2_GRADIENT_ROW + x * S2_PIXEL + group * 64;
        for (let y: usize = 0; y < 10; y += 2) {
          twoRowsBack(c3Gradient + y * C3_ROW + x * C3_PIXEL, weight, to + y * S2_GRADIENT_ROW);
        }
      }
    }
  }
}

function twoRowsBack(g: usize, weight: usize, to: usize): void {
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let a2 = v128.load(to, 32);
  let a3 = v128.load(to, 48);
  let b0 = v128.load(to, S2_GRADIENT_ROW);
  let b1 = v128.load(to, S2_GRADIENT_ROW + 16);
  let b2 = v128.load(to, S2_GRADIENT_ROW + 32);
  let b3 = v128.load(to, S2_GRADIENT_ROW + 48);
  for (const end = g + C3_PIXEL; g < end; g += 4) {
    const above = v128.load32_splat(g);
    const below = v128.load32_splat(g, C3_ROW);
    let w = v128.load(weight);
    a0 = madd(w, above, a0);
    b0 = madd(w, below, b0);
    w = v128.load(weight, 16);
    a1 = madd(w, above, a1);
    b1 = madd(w, below, b1);
    w = v128.load(weight, 32);
    a2 = madd(w, above, a2);
    b2 = madd(w, below, b2);
    w = v128.load(weight, 48);
    a3 = madd(w, above, a3);
    b3 = madd(w, below, b3);
    weight += C3_PIXEL;
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  v128.store(to, b0, S2_GRADIENT_ROW);
  v128.store(to, b1, S2_GRADIENT_ROW + 16);
  v128.store(to, b2, S2_GRADIENT_ROW + 32);
  v128.store(to, b3, S2_GRADIENT_ROW + 48);
}
