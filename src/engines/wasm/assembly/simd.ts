/** Shorthands for vectors of four floats, and tanh. */

/** a * b + c: rounded once with relaxed SIMD on a processor with FMA, twice otherwise. */
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** Four copies of the float at `address + offset`. */
export function splatAt(address: usize, offset: usize): v128 {
  return v128.load32_splat(address + offset);
}

/**
 * tanh as x P(x^2) / Q(x^2), clamped where it rounds to 1. Relative error at most 3e-7 (simd.test).
 * NaN stays NaN: pmin and pmax return their first operand when a comparison fails.
 */
export function tanh4(value: v128): v128 {
  const limit = f32x4.splat(7.905311107635498);
  const x = f32x4.pmax(f32x4.pmin(value, limit), f32x4.neg(limit));
  const t = f32x4.mul(x, x);
  let p = madd(t, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = madd(p, t, f32x4.splat(-8.60467152213735e-11));
  p = madd(p, t, f32x4.splat(5.12229709037114e-8));
  p = madd(p, t, f32x4.splat(1.48572235717979e-5));
  p = madd(p, t, f32x4.splat(6.37261928875436e-4));
  p = madd(p, t, f32x4.splat(4.89352455891786e-3));
  let q = madd(t, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = madd(q, t, f32x4.splat(2.268434632439e-3));
  q = madd(q, t, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** The derivative of tanh from its value: 1 - a^2. */
export function tanhSlope(a: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(a, a));
}

/** The sum of the four lanes, in a fixed order. */
export function sumOfLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
