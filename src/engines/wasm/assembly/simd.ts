/** Shorthands for vectors of four floats, and tanh. */

/** a * b + c: rounded once with relaxed SIMD on a processor with FMA, twice otherwise. */
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/**
 * The limits of tanh's argument, then the coefficients of P and Q in turn, highest power first. They are read from
 * memory: V8 makes a vector constant in three operations every time.
 */
export const TANH = memory.data<f32>([
  9, -9, 1.3354539e-8, 7.776507e-7, 2.0608989e-5, 3.2856254e-4, 3.4955824e-3, 2.587696e-2, 1.33810207e-1,
  4.67143366e-1, 1, 1,
]);

/**
 * tanh in place of two vectors, at `address` and `distance` bytes further; returns their sum.
 *
 * tanh is x P(x^2) / Q(x^2), a minimax fit of relative error 2.1e-8 on [0, 9]; with the rounding of
 * float32 at most 4e-7 (checks/pointwise). Beyond 9 tanh rounds to 1. NaN stays NaN: pmin and pmax return
 * their first operand when a comparison fails. The four polynomials are written side by side because
 * one alone waits for itself: a processor looks ahead over some 60 operations, not over 200.
 * @param table what is evaluated: TANH, or another of the same form
 */
export function tanhPair(address: usize, distance: usize, table: usize = TANH): v128 {
  const limit = v128.load32_splat(table);
  const below = v128.load32_splat(table, 4);
  const x = f32x4.pmax(f32x4.pmin(v128.load(address), limit), below);
  const y = f32x4.pmax(f32x4.pmin(v128.load(address + distance), limit), below);
  const t = f32x4.mul(x, x);
  const u = f32x4.mul(y, y);
  let p = v128.load32_splat(table, 8);
  let q = v128.load32_splat(table, 12);
  const pNext = v128.load32_splat(table, 16);
  const qNext = v128.load32_splat(table, 20);
  let px = madd(t, p, pNext);
  let py = madd(u, p, pNext);
  let qx = madd(t, q, qNext);
  let qy = madd(u, q, qNext);
  p = v128.load32_splat(table, 24);
  q = v128.load32_splat(table, 28);
  px = madd(px, t, p);
  py = madd(py, u, p);
  qx = madd(qx, t, q);
  qy = madd(qy, u, q);
  p = v128.load32_splat(table, 32);
  q = v128.load32_splat(table, 36);
  px = madd(px, t, p);
  py = madd(py, u, p);
  qx = madd(qx, t, q);
  qy = madd(qy, u, q);
  p = v128.load32_splat(table, 40);
  q = v128.load32_splat(table, 44);
  px = madd(px, t, p);
  py = madd(py, u, p);
  qx = madd(qx, t, q);
  qy = madd(qy, u, q);
  const a = f32x4.div(f32x4.mul(x, px), qx);
  const b = f32x4.div(f32x4.mul(y, py), qy);
  v128.store(address, a);
  v128.store(address + distance, b);
  return f32x4.add(a, b);
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
