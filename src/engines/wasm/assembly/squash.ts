import { tanhPair } from './simd';

/**
 * The squashing function of LeNet-5 as of 1998, A tanh(2a/3) with A = 1.7159. As x P(x^2) / Q(x^2), it is the fit of
 * tanh with 4/9 to the powers of x^2 in its coefficients, and the factor before x in those of P.
 */

/** tanh(2a/3). Where a map is held like this, the slope is that of tanh, and A and 2/3 come in elsewhere. */
export const SLOW_TANH = memory.data<f32>([
  13.5, -13.5, 3.47382206e-10, 3.0342719e-8, 1.20619597e-6, 2.88449967e-5, 0.000460323608, 0.00511149827,
  0.0396474687, 0.207619274, 0.666666667, 1,
]);
/** A tanh(2a/3) */
const SQUASH = memory.data<f32>([
  13.5, -13.5, 5.96073128e-10, 3.0342719e-8, 2.06971167e-6, 2.88449967e-5, 0.000789869279, 0.00511149827,
  0.0680310916, 0.207619274, 1.14393333, 1,
]);

export const AMPLITUDE: f32 = 1.7159;
/** 2/3 A, the slope at 0, and 2/3 / A. */
const STEEPEST: f32 = <f32>(1.7159 / 1.5);
const BEND: f32 = <f32>(1 / 1.5 / 1.7159);
/** What takes the gradient at a sum of four squashed values to that at the sum of each, beside the slope of tanh. */
export const FOUR_STEEPEST: f32 = 4 * STEEPEST;

/** A tanh(2a/3) in place over `size` bytes, a multiple of 16. */
export function squashInPlace(at: usize, size: usize): void {
  const pairs = size & ~31;
  for (let i: usize = 0; i < pairs; i += 32) tanhPair(at + i, 16, SQUASH);
  // The last vector of an odd number is done with itself.
  if (pairs < size) tanhPair(at + pairs, 0, SQUASH);
}

/** Its derivative, from its values x: 2/3 (A - x^2 / A). */
export function squashSlope(x: v128): v128 {
  return f32x4.sub(f32x4.splat(STEEPEST), f32x4.mul(f32x4.splat(BEND), f32x4.mul(x, x)));
}

/** gradient *= slope at the values x, over `size` bytes, a multiple of 16. */
export function squashBackward(gradient: usize, x: usize, size: usize): void {
  for (let at: usize = 0; at < size; at += 16) {
    v128.store(gradient + at, f32x4.mul(v128.load(gradient + at), squashSlope(v128.load(x + at))));
  }
}
