import { madd } from './simd';

/**
 * What the machine can do at best, for benchmarks: 12 n vector multiply-adds that stay in registers.
 * Twelve are under way at once, enough to hide a multiplication and an addition.
 */
export function peak(n: u32): f32 {
  // No constant: V8 may make one in three operations every time that it is used.
  const factor = f32x4.splat(n > 0 ? 0.5 : 1);
  let a = f32x4.splat(1);
  let b = f32x4.splat(2);
  let c = f32x4.splat(3);
  let d = f32x4.splat(4);
  let e = f32x4.splat(5);
  let f = f32x4.splat(6);
  let g = f32x4.splat(7);
  let h = f32x4.splat(8);
  let i = f32x4.splat(9);
  let j = f32x4.splat(10);
  let k = f32x4.splat(11);
  let l = f32x4.splat(12);
  for (let round: u32 = 0; round < n; round++) {
    a = madd(a, factor, factor);
    b = madd(b, factor, factor);
    c = madd(c, factor, factor);
    d = madd(d, factor, factor);
    e = madd(e, factor, factor);
    f = madd(f, factor, factor);
    g = madd(g, factor, factor);
    h = madd(h, factor, factor);
    i = madd(i, factor, factor);
    j = madd(j, factor, factor);
    k = madd(k, factor, factor);
    l = madd(l, factor, factor);
  }
  return f32x4.extract_lane(
    f32x4.add(
      f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h))),
      f32x4.add(f32x4.add(i, j), f32x4.add(k, l)),
    ),
    0,
  );
}
