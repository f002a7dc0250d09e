/** Shorthands for vectors of four floats, and tanh. */

/** a * b + c: rounded once with relaxed SIMD on a processor with FMA, twice otherwise. */
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/**
 * tanh as x P(x^2) / Q(x^2), a minimax fit of relative error 2.1e-8 on [0, 9]; with the rounding of
 * float32 at most 4e-7 (kernels.test). Beyond 9 tanh rounds to 1.
 * NaN stays NaN: pmin and pmax return their first operand when a comparison fails.
 */
export function tanh4(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, f32x4.splat(9)), f32x4.splat(-9));
  const t = f32x4.mul(x, x);
  let p = madd(t, f32x4.splat(1.3354539e-8), f32x4.splat(2.0608989e-5));
  let q = madd(t, f32x4.splat(7.776507e-7), f32x4.splat(3.2856254e-4));
  p = madd(p, t, f32x4.splat(3.4955824e-3));
  q = madd(q, t, f32x4.splat(2.587696e-2));
  p = madd(p, t, f32x4.splat(1.33810207e-1));
  q = madd(q, t, f32x4.splat(4.67143366e-1));
  p = madd(p, t, f32x4.splat(1));
  q = madd(q, t, f32x4.splat(1));
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
