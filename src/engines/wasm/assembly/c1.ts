import { C1_BIAS, C1_BIAS_SUMS, C1_KERNEL, C1_KERNEL_SUMS, PARAMETERS, S2_GRADIENT_ROW } from './layout';
import { madd, splatAt, tanh4, tanhSlope } from './simd';

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
  const bias: usize = PARAMETERS + C1_BIAS;
  for (let y: usize = 0; y < 28; y += 2) {
    for (let x: usize = 0; x < 28; x += 4) {
      // Two rows of four pixels in six maps: twelve sums in registers.
      let a0 = splatAt(bias, 0);
      let a1 = splatAt(bias, 4);
      let a2 = splatAt(bias, 8);
      let a3 = splatAt(bias, 12);
      let a4 = splatAt(bias, 16);
      let a5 = splatAt(bias, 20);
      let b0 = a0;
      let b1 = a1;
      let b2 = a2;
      let b3 = a3;
      let b4 = a4;
      let b5 = a5;
      let from = input + y * INPUT_ROW + x * 4;
      let weight: usize = PARAMETERS + C1_KERNEL;
      for (let ky: usize = 0; ky < 5; ky++) {
        for (let end = from + 5 * 4; from < end; from += 4) {
          const upper = v128.load(from);
          const lower = v128.load(from, INPUT_ROW);
          let w = v128.load32_splat(weight);
          a0 = madd(upper, w, a0);
          b0 = madd(lower, w, b0);
          w = v128.load32_splat(weight, 4);
          a1 = madd(upper, w, a1);
          b1 = madd(lower, w, b1);
          w = v128.load32_splat(weight, 8);
          a2 = madd(upper, w, a2);
          b2 = madd(lower, w, b2);
          w = v128.load32_splat(weight, 12);
          a3 = madd(upper, w, a3);
          b3 = madd(lower, w, b3);
          w = v128.load32_splat(weight, 16);
          a4 = madd(upper, w, a4);
          b4 = madd(lower, w, b4);
          w = v128.load32_splat(weight, 20);
          a5 = madd(upper, w, a5);
          b5 = madd(lower, w, b5);
          weight += 24;
        }
        from += INPUT_ROW - 5 * 4;
      }
      const to = c1 + y * ROW + x * 4;
      const q01 = pooled(activate(to, a0, b0), activate(to + PLANE, a1, b1));
      const q23 = pooled(activate(to + 2 * PLANE, a2, b2), activate(to + 3 * PLANE, a3, b3));
      const q45 = pooled(activate(to + 4 * PLANE, a4, b4), activate(to + 5 * PLANE, a5, b5));
      // Each q holds [left m, right m, left m + 1, right m + 1]; S2 wants the six maps of left, then right.
      const out = s2 + (y >> 1) * S2_ROW + (x >> 1) * 24;
      v128.store(out, v128.shuffle<f32>(q01, q23, 0, 2, 4, 6));
      v128.store(out, v128.shuffle<f32>(q45, q01, 0, 2, 5, 7), 16);
      v128.store(out, v128.shuffle<f32>(q23, q45, 1, 3, 5, 7), 32);
    }
  }
}

/** Stores tanh of two rows and returns their sum. */
function activate(to: usize, upper: v128, lower: v128): v128 {
  const above = tanh4(upper);
  const below = tanh4(lower);
  v128.store(to, above);
  v128.store(to, below, ROW);
  return f32x4.add(above, below);
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
  const sums: usize = C1_BIAS_SUMS;
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
 * Five taps of two maps at a time: ten sums in registers.
 */
export function c1KernelGradient(input: usize, c1Gradient: usize): void {
  for (let ky: usize = 0; ky < 5; ky++) {
    for (let m: usize = 0; m < 6; m += 2) {
      const sums = C1_KERNEL_SUMS + (ky * 30 + m) * 16;
      let a0 = v128.load(sums);
      let b0 = v128.load(sums, 16);
      let a1 = v128.load(sums, 96);
      let b1 = v128.load(sums, 112);
      let a2 = v128.load(sums, 192);
      let b2 = v128.load(sums, 208);
      let a3 = v128.load(sums, 288);
      let b3 = v128.load(sums, 304);
      let a4 = v128.load(sums, 384);
      let b4 = v128.load(sums, 400);
      let from = input + ky * INPUT_ROW;
      let g = c1Gradient + m * PLANE;
      for (const end = g + PLANE; g < end; from += INPUT_ROW - ROW) {
        for (const rowEnd = g + ROW; g < rowEnd; g += 16) {
          const ga = v128.load(g);
          const gb = v128.load(g, PLANE);
          let pixels = v128.load(from);
          a0 = madd(pixels, ga, a0);
          b0 = madd(pixels, gb, b0);
          pixels = v128.load(from, 4);
          a1 = madd(pixels, ga, a1);
          b1 = madd(pixels, gb, b1);
          pixels = v128.load(from, 8);
          a2 = madd(pixels, ga, a2);
          b2 = madd(pixels, gb, b2);
          pixels = v128.load(from, 12);
          a3 = madd(pixels, ga, a3);
          b3 = madd(pixels, gb, b3);
          pixels = v128.load(from, 16);
          a4 = madd(pixels, ga, a4);
          b4 = madd(pixels, gb, b4);
          from += 16;
        }
      }
      v128.store(sums, a0);
      v128.store(sums, b0, 16);
      v128.store(sums, a1, 96);
      v128.store(sums, b1, 112);
      v128.store(sums, a2, 192);
      v128.store(sums, b2, 208);
      v128.store(sums, a3, 288);
      v128.store(sums, b3, 304);
      v128.store(sums, a4, 384);
      v128.store(sums, b4, 400);
    }
  }
}
