import { C1_BIAS, C1_BIAS_SUMS, C1_KERNEL, C1_KERNEL_SUMS, own, PARAMETERS, S2_GRADIENT_ROW } from './layout';
import { madd, TANH, tanhPair, tanhSlope } from './simd';

/**
 * C1 and S2 of one image.
 *   c1[m, y, x] = tanh(bias[m] + sum over ky, kx of input[y + ky, x + kx] * kernel[ky, kx, m])
 *   s2[y, x, m] = mean of c1[m, 2y..2y+1, 2x..2x+1]
 * C1 is planar: with one input map and six output maps, four neighbours of a row fill a vector and
 * the weights are the splats.
 */

const ROW: usize = 28 * 4;
const PLANE: usize = 784 * 4;
const INPUT_ROW: usize = 32 * 4;
/** From one tap's sums of six maps to the next tap's, and to the next row of taps. */
const TAP: usize = 6 * 16;
const TAP_ROW: usize = 5 * TAP;
const S2_ROW: usize = 84 * 4;

/** 28 x 28 bytes to 32 x 32 floats, 0 to 1, inside a border that is zero already. */
export function widenDigit(digit: usize, input: usize): void {
  const scale = f32x4.splat(255);
  for (let row: usize = 0; row < 28; row++) {
    const from = digit + row * 28;
    const to = input + (row + 2) * INPUT_ROW + 2 * 4;
    for (let x: usize = 0; x < 28; x += 4) {
      const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(from + x));
      const pixels = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes));
      v128.store(to + x * 4, f32x4.div(pixels, scale));
    }
  }
}

/** @param input [32, 32] @param c1 [6, 28, 28], written @param s2 [14, 14, 6], written */
export function c1Forward(input: usize, c1: usize, s2: usize): void {
  c1ForwardBy(TANH, input, c1, s2);
}

/** @param table of the squashing function, see `tanhPair` */
export function c1ForwardBy(table: usize, input: usize, c1: usize, s2: usize): void {
  for (let y: usize = 0; y < 28; y += 4) {
    for (let m: usize = 0; m < 6; m += 2) {
      for (let x: usize = 0; x < 28; x += 4) {
        fourRows(input + y * INPUT_ROW + x * 4, m * 4, c1 + m * PLANE + y * ROW + x * 4);
      }
    }
    activateAndPool(c1 + y * ROW, s2 + (y >> 1) * S2_ROW, table);
    activateAndPool(c1 + (y + 2) * ROW, s2 + ((y >> 1) + 1) * S2_ROW, table);
  }
}

/** The sums of four pixels of four rows in two maps. @param map bytes from the first map's weights */
function fourRows(input: usize, map: usize, to: usize): void {
  const bias: usize = PARAMETERS + C1_BIAS + map;
  let a0 = v128.load32_splat(bias);
  let b0 = v128.load32_splat(bias, 4);
  let a1 = a0;
  let b1 = b0;
  let a2 = a0;
  let b2 = b0;
  let a3 = a0;
  let b3 = b0;
  let weight: usize = PARAMETERS + C1_KERNEL + map;
  for (let ky: usize = 0; ky < 5; ky++) {
    for (const end = input + 5 * 4; input < end; input += 4) {
      const wa = v128.load32_splat(weight);
      const wb = v128.load32_splat(weight, 4);
      let pixels = v128.load(input);
      a0 = madd(pixels, wa, a0);
      b0 = madd(pixels, wb, b0);
      pixels = v128.load(input, INPUT_ROW);
      a1 = madd(pixels, wa, a1);
      b1 = madd(pixels, wb, b1);
      pixels = v128.load(input, 2 * INPUT_ROW);
      a2 = madd(pixels, wa, a2);
      b2 = madd(pixels, wb, b2);
      pixels = v128.load(input, 3 * INPUT_ROW);
      a3 = madd(pixels, wa, a3);
      b3 = madd(pixels, wb, b3);
      weight += 24;
    }
    input += INPUT_ROW - 5 * 4;
  }
  v128.store(to, a0);
  v128.store(to, b0, PLANE);
  v128.store(to, a1, ROW);
  v128.store(to, b1, PLANE + ROW);
  v128.store(to, a2, 2 * ROW);
  v128.store(to, b2, PLANE + 2 * ROW);
  v128.store(to, a3, 3 * ROW);
  v128.store(to, b3, PLANE + 3 * ROW);
}

/** tanh of two rows of all maps in place, and their means into one row of S2. */
function activateAndPool(c1: usize, s2: usize, table: usize): void {
  for (const end = c1 + ROW; c1 < end; c1 += 16) {
    // Each q holds [left m, right m, left m + 1, right m + 1]; S2 wants the six maps of left, then right.
    const q01 = pooled(tanhPair(c1, ROW, table), tanhPair(c1 + PLANE, ROW, table));
    const q23 = pooled(tanhPair(c1 + 2 * PLANE, ROW, table), tanhPair(c1 + 3 * PLANE, ROW, table));
    const q45 = pooled(tanhPair(c1 + 4 * PLANE, ROW, table), tanhPair(c1 + 5 * PLANE, ROW, table));
    v128.store(s2, v128.shuffle<f32>(q01, q23, 0, 2, 4, 6));
    v128.store(s2, v128.shuffle<f32>(q45, q01, 0, 2, 5, 7), 16);
    v128.store(s2, v128.shuffle<f32>(q23, q45, 1, 3, 5, 7), 32);
    s2 += 48;
  }
}

/** Means of neighbouring pairs of two maps: [a0 + a1, a2 + a3, b0 + b1, b2 + b3] / 4. */
function pooled(a: v128, b: v128): v128 {
  const even = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
  const odd = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  return f32x4.mul(f32x4.add(even, odd), f32x4.splat(0.25));
}

/**
 * The gradient at C1's sums from the gradient at S2, through pooling and tanh; adds to the bias sums.
 *   g[m, y, x] = s2Gradient[y / 2, x / 2, m] / 4 * (1 - c1[m, y, x]^2)
 * @param c1 [6, 28, 28] @param s2Gradient [14, 22 pixels, 6], 14 used @param c1Gradient [6, 28, 28], written
 */
export function c1Backward(c1: usize, s2Gradient: usize, c1Gradient: usize): void {
  const sums = own(C1_BIAS_SUMS);
  let sum0 = v128.load(sums);
  let sum1 = v128.load(sums, 16);
  let sum2 = v128.load(sums, 32);
  let sum3 = v128.load(sums, 48);
  let sum4 = v128.load(sums, 64);
  let sum5 = v128.load(sums, 80);
  const quarter = f32x4.splat(0.25);
  for (let y: usize = 0; y < 28; y += 2) {
    for (let x: usize = 0; x < 28; x += 4) {
      const from = s2Gradient + (y >> 1) * S2_GRADIENT_ROW + (x >> 1) * 24;
      const v0 = f32x4.mul(v128.load(from), quarter);
      const v1 = f32x4.mul(v128.load(from, 16), quarter);
      const v2 = f32x4.mul(v128.load(from, 32), quarter);
      const at = y * ROW + x * 4;
      sum0 = f32x4.add(sum0, back(c1 + at, c1Gradient + at, v128.shuffle<f32>(v0, v1, 0, 0, 6, 6)));
      sum1 = f32x4.add(
        sum1,
        back(c1 + at + PLANE, c1Gradient + at + PLANE, v128.shuffle<f32>(v0, v1, 1, 1, 7, 7)),
      );
      sum2 = f32x4.add(
        sum2,
        back(c1 + at + 2 * PLANE, c1Gradient + at + 2 * PLANE, v128.shuffle<f32>(v0, v2, 2, 2, 4, 4)),
      );
      sum3 = f32x4.add(
        sum3,
        back(c1 + at + 3 * PLANE, c1Gradient + at + 3 * PLANE, v128.shuffle<f32>(v0, v2, 3, 3, 5, 5)),
      );
      sum4 = f32x4.add(
        sum4,
        back(c1 + at + 4 * PLANE, c1Gradient + at + 4 * PLANE, v128.shuffle<f32>(v1, v2, 0, 0, 6, 6)),
      );
      sum5 = f32x4.add(
        sum5,
        back(c1 + at + 5 * PLANE, c1Gradient + at + 5 * PLANE, v128.shuffle<f32>(v1, v2, 1, 1, 7, 7)),
      );
    }
  }
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
  v128.store(sums, sum4, 64);
  v128.store(sums, sum5, 80);
}

/** Two rows of four pixels of one map: writes their gradients and returns the sum. */
function back(c1: usize, c1Gradient: usize, incoming: v128): v128 {
  const above = f32x4.mul(incoming, tanhSlope(v128.load(c1)));
  const below = f32x4.mul(incoming, tanhSlope(v128.load(c1, ROW)));
  v128.store(c1Gradient, above);
  v128.store(c1Gradient, below, ROW);
  return f32x4.add(above, below);
}

/**
 * Adds to the kernel sums, four partial sums each, one per place in a vector:
 *   sums[ky, kx, m] += sum over y, x of input[y + ky, x + kx] * g[m, y, x]
 */
export function c1KernelGradient(input: usize, c1Gradient: usize): void {
  for (let m: usize = 0; m < 6; m += 2) {
    const sums = own(C1_KERNEL_SUMS) + m * 16;
    for (let ky: usize = 0; ky < 5; ky++) {
      fourColumns(input + ky * INPUT_ROW, c1Gradient + m * PLANE, sums + ky * 5 * TAP);
    }
    fourOfLastColumn(input + 4 * 4, c1Gradient + m * PLANE, sums + 4 * TAP);
  }
  lastTap(input + 4 * INPUT_ROW + 4 * 4, c1Gradient, own(C1_KERNEL_SUMS) + 24 * TAP);
}

/**
 * The gradient at the input, tap by tap:
 *   x[y + ky, x + kx] = sum over ky, kx, m of g[m, y, x] * kernel[ky, kx, m]
 * @param c1Gradient [6, 28, 28] @param to [32, 32], written
 */
export function c1InputGradient(c1Gradient: usize, to: usize): void {
  memory.fill(to, 0, 32 * INPUT_ROW);
  for (let ky: usize = 0; ky < 5; ky++) {
    for (let kx: usize = 0; kx < 5; kx++) {
      addTap(c1Gradient, PARAMETERS + C1_KERNEL + (ky * 5 + kx) * 24, to + ky * INPUT_ROW + kx * 4);
    }
  }
}

/** What one tap of the six kernels carries back, to 28 x 28 places from `to` on. */
function addTap(g: usize, weight: usize, to: usize): void {
  const w0 = v128.load32_splat(weight);
  const w1 = v128.load32_splat(weight, 4);
  const w2 = v128.load32_splat(weight, 8);
  const w3 = v128.load32_splat(weight, 12);
  const w4 = v128.load32_splat(weight, 16);
  const w5 = v128.load32_splat(weight, 20);
  for (const end = g + PLANE; g < end; to += INPUT_ROW - ROW) {
    for (const rowEnd = g + ROW; g < rowEnd; g += 16) {
      let sum = madd(v128.load(g), w0, v128.load(to));
      sum = madd(v128.load(g, PLANE), w1, sum);
      sum = madd(v128.load(g, 2 * PLANE), w2, sum);
      sum = madd(v128.load(g, 3 * PLANE), w3, sum);
      sum = madd(v128.load(g, 4 * PLANE), w4, sum);
      v128.store(to, madd(v128.load(g, 5 * PLANE), w5, sum));
      to += 16;
    }
  }
}

/** Taps kx = 0 to 3 of one ky, two maps. */
function fourColumns(input: usize, g: usize, sums: usize): void {
  let a0 = v128.load(sums);
  let b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, TAP);
  let b1 = v128.load(sums, TAP + 16);
  let a2 = v128.load(sums, 2 * TAP);
  let b2 = v128.load(sums, 2 * TAP + 16);
  let a3 = v128.load(sums, 3 * TAP);
  let b3 = v128.load(sums, 3 * TAP + 16);
  for (const end = g + PLANE; g < end; input += INPUT_ROW - ROW) {
    for (const rowEnd = g + ROW; g < rowEnd; g += 16) {
      const ga = v128.load(g);
      const gb = v128.load(g, PLANE);
      let pixels = v128.load(input);
      a0 = madd(pixels, ga, a0);
      b0 = madd(pixels, gb, b0);
      pixels = v128.load(input, 4);
      a1 = madd(pixels, ga, a1);
      b1 = madd(pixels, gb, b1);
      pixels = v128.load(input, 8);
      a2 = madd(pixels, ga, a2);
      b2 = madd(pixels, gb, b2);
      pixels = v128.load(input, 12);
      a3 = madd(pixels, ga, a3);
      b3 = madd(pixels, gb, b3);
      input += 16;
    }
  }
  v128.store(sums, a0);
  v128.store(sums, b0, 16);
  v128.store(sums, a1, TAP);
  v128.store(sums, b1, TAP + 16);
  v128.store(sums, a2, 2 * TAP);
  v128.store(sums, b2, 2 * TAP + 16);
  v128.store(sums, a3, 3 * TAP);
  v128.store(sums, b3, 3 * TAP + 16);
}

/** Taps ky = 0 to 3 of kx = 4, two maps. */
function fourOfLastColumn(input: usize, g: usize, sums: usize): void {
  let a0 = v128.load(sums);
  let b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, TAP_ROW);
  let b1 = v128.load(sums, TAP_ROW + 16);
  let a2 = v128.load(sums, 2 * TAP_ROW);
  let b2 = v128.load(sums, 2 * TAP_ROW + 16);
  let a3 = v128.load(sums, 3 * TAP_ROW);
  let b3 = v128.load(sums, 3 * TAP_ROW + 16);
  for (const end = g + PLANE; g < end; input += INPUT_ROW - ROW) {
    for (const rowEnd = g + ROW; g < rowEnd; g += 16) {
      const ga = v128.load(g);
      const gb = v128.load(g, PLANE);
      let pixels = v128.load(input);
      a0 = madd(pixels, ga, a0);
      b0 = madd(pixels, gb, b0);
      pixels = v128.load(input, INPUT_ROW);
      a1 = madd(pixels, ga, a1);
      b1 = madd(pixels, gb, b1);
      pixels = v128.load(input, 2 * INPUT_ROW);
      a2 = madd(pixels, ga, a2);
      b2 = madd(pixels, gb, b2);
      pixels = v128.load(input, 3 * INPUT_ROW);
      a3 = madd(pixels, ga, a3);
      b3 = madd(pixels, gb, b3);
      input += 16;
    }
  }
  v128.store(sums, a0);
  v128.store(sums, b0, 16);
  v128.store(sums, a1, TAP_ROW);
  v128.store(sums, b1, TAP_ROW + 16);
  v128.store(sums, a2, 2 * TAP_ROW);
  v128.store(sums, b2, 2 * TAP_ROW + 16);
  v128.store(sums, a3, 3 * TAP_ROW);
  v128.store(sums, b3, 3 * TAP_ROW + 16);
}

/** The last tap, all six maps. */
function lastTap(input: usize, g: usize, sums: usize): void {
  let a0 = v128.load(sums);
  let a1 = v128.load(sums, 16);
  let a2 = v128.load(sums, 32);
  let a3 = v128.load(sums, 48);
  let a4 = v128.load(sums, 64);
  let a5 = v128.load(sums, 80);
  for (const end = g + PLANE; g < end; input += INPUT_ROW - ROW) {
    for (const rowEnd = g + ROW; g < rowEnd; g += 16) {
      const pixels = v128.load(input);
      a0 = madd(pixels, v128.load(g), a0);
      a1 = madd(pixels, v128.load(g, PLANE), a1);
      a2 = madd(pixels, v128.load(g, 2 * PLANE), a2);
      a3 = madd(pixels, v128.load(g, 3 * PLANE), a3);
      a4 = madd(pixels, v128.load(g, 4 * PLANE), a4);
      a5 = madd(pixels, v128.load(g, 5 * PLANE), a5);
      input += 16;
    }
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, a2, 32);
  v128.store(sums, a3, 48);
  v128.store(sums, a4, 64);
  v128.store(sums, a5, 80);
}
