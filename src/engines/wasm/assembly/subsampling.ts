import {
  GRADIENT,
  own,
  PARAMETERS,
  S2_GRADIENT,
  S2_GRADIENT_ROW,
  S2_MAPS,
  S4_GRADIENT,
  S4_MAPS,
} from './layout';
import { S2_BIAS, S2_COEFFICIENT, S2_SUMS, S4_BIAS, S4_COEFFICIENT, S4_SUMS } from './layout-1998';
import { madd } from './simd';
import { AMPLITUDE, FOUR_STEEPEST, squashInPlace, squashSlope } from './squash';

/**
 * S2 and S4 of one image, as of 1998:
 *   x[r, c, m] = A tanh(2/3 (coefficient[m] * sum + bias[m])), with the sum of four values A u of the layer before
 * The kernels of C1 and C3 hold u = tanh(2a/3) and leave the mean of four here, so that the sum is 4 A times that.
 * Six maps are three vectors that two pixels share.
 */
const S2_SIZE: usize = 1176 * 4;
const S4_SIZE: usize = 400 * 4;

/** Two copies of the six values of S2's maps, as three vectors: [0 1 2 3] [4 5 0 1] [2 3 4 5]. */
function second(six: usize): v128 {
  return v128.shuffle<f32>(v128.load(six, 16), v128.load(six), 0, 1, 4, 5);
}

export function s2Forward(): void {
  const coefficient = PARAMETERS + S2_COEFFICIENT;
  const bias = PARAMETERS + S2_BIAS;
  const c0 = v128.load(coefficient);
  const c1 = second(coefficient);
  const c2 = v128.load(coefficient, 8);
  const b0 = v128.load(bias);
  const b1 = second(bias);
  const b2 = v128.load(bias, 8);
  const s2 = own(S2_MAPS);
  for (let at: usize = 0; at < S2_SIZE; at += 48) {
    scale(s2 + at, S2_SUMS + at, c0, b0);
    scale(s2 + at + 16, S2_SUMS + at + 16, c1, b1);
    scale(s2 + at + 32, S2_SUMS + at + 32, c2, b2);
  }
  squashInPlace(s2, S2_SIZE);
}

/** Means in `at` to their sums, and to what is squashed. */
function scale(at: usize, sums: usize, coefficient: v128, bias: v128): void {
  const sum = f32x4.mul(v128.load(at), f32x4.splat(4 * AMPLITUDE));
  v128.store(sums, sum);
  v128.store(at, madd(sum, coefficient, bias));
}

export function s4Forward(): void {
  const s4 = own(S4_MAPS);
  for (let vector: usize = 0; vector < 64; vector += 16) {
    const coefficient = v128.load(PARAMETERS + S4_COEFFICIENT + vector);
    const bias = v128.load(PARAMETERS + S4_BIAS + vector);
    for (let at = vector; at < S4_SIZE; at += 64) scale(s4 + at, S4_SUMS + at, coefficient, bias);
  }
  squashInPlace(s4, S4_SIZE);
}

/**
 * From the gradient at S4 to what `c3Backward` takes, in place; adds to the gradients of coefficients and biases:
 *   dA = g * slope; dCoefficient += dA * sum; dBias += dA; g = 4 * 2/3 A * coefficient * dA
 * It divides by four, as for a mean, and multiplies by the slope of u.
 */
export function s4Backward(): void {
  const gradient = own(S4_GRADIENT);
  const s4 = own(S4_MAPS);
  for (let vector: usize = 0; vector < 64; vector += 16) {
    const factor = f32x4.mul(v128.load(PARAMETERS + S4_COEFFICIENT + vector), f32x4.splat(FOUR_STEEPEST));
    let dCoefficient = v128.load(own(GRADIENT) + S4_COEFFICIENT + vector);
    let dBias = v128.load(own(GRADIENT) + S4_BIAS + vector);
    for (let at = vector; at < S4_SIZE; at += 64) {
      const dA = f32x4.mul(v128.load(gradient + at), squashSlope(v128.load(s4 + at)));
      dCoefficient = madd(dA, v128.load(S4_SUMS + at), dCoefficient);
      dBias = f32x4.add(dBias, dA);
      v128.store(gradient + at, f32x4.mul(dA, factor));
    }
    v128.store(own(GRADIENT) + S4_COEFFICIENT + vector, dCoefficient);
    v128.store(own(GRADIENT) + S4_BIAS + vector, dBias);
  }
}

/** The same from the gradient at S2, whose rows have room for four floats more, to what `c1Backward` takes. */
export function s2Backward(): void {
  const coefficient = PARAMETERS + S2_COEFFICIENT;
  const steepest = f32x4.splat(FOUR_STEEPEST);
  const f0 = f32x4.mul(v128.load(coefficient), steepest);
  const f1 = f32x4.mul(second(coefficient), steepest);
  const f2 = f32x4.mul(v128.load(coefficient, 8), steepest);
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let b0 = c0;
  let b1 = c0;
  let b2 = c0;
  let from = own(S2_MAPS);
  let sums = S2_SUMS;
  for (let row: usize = 0; row < 14; row++) {
    let gradient = own(S2_GRADIENT) + row * S2_GRADIENT_ROW;
    for (const end = gradient + 84 * 4; gradient < end; gradient += 48) {
      let dA = f32x4.mul(v128.load(gradient), squashSlope(v128.load(from)));
      c0 = madd(dA, v128.load(sums), c0);
      b0 = f32x4.add(b0, dA);
      v128.store(gradient, f32x4.mul(dA, f0));
      dA = f32x4.mul(v128.load(gradient, 16), squashSlope(v128.load(from, 16)));
      c1 = madd(dA, v128.load(sums, 16), c1);
      b1 = f32x4.add(b1, dA);
      v128.store(gradient, f32x4.mul(dA, f1), 16);
      dA = f32x4.mul(v128.load(gradient, 32), squashSlope(v128.load(from, 32)));
      c2 = madd(dA, v128.load(sums, 32), c2);
      b2 = f32x4.add(b2, dA);
      v128.store(gradient, f32x4.mul(dA, f2), 32);
      from += 48;
      sums += 48;
    }
  }
  addSix(own(GRADIENT) + S2_COEFFICIENT, c0, c1, c2);
  addSix(own(GRADIENT) + S2_BIAS, b0, b1, b2);
}

/** Adds the two copies of six sums to the six values at `to`. */
function addSix(to: usize, first: v128, middle: v128, last: v128): void {
  add(to, f32x4.extract_lane(first, 0) + f32x4.extract_lane(middle, 2));
  add(to + 4, f32x4.extract_lane(first, 1) + f32x4.extract_lane(middle, 3));
  add(to + 8, f32x4.extract_lane(first, 2) + f32x4.extract_lane(last, 0));
  add(to + 12, f32x4.extract_lane(first, 3) + f32x4.extract_lane(last, 1));
  add(to + 16, f32x4.extract_lane(middle, 0) + f32x4.extract_lane(last, 2));
  add(to + 20, f32x4.extract_lane(middle, 1) + f32x4.extract_lane(last, 3));
}

function add(to: usize, value: f32): void {
  store<f32>(to, load<f32>(to) + value);
}
