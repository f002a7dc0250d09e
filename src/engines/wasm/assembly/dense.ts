import { madd, tanhPair, tanhSlope } from './simd';

/**
 * Products of small matrices, row-major. Widths n are multiples of 8 floats: two vectors.
 * Strides are in bytes.
 */

/**
 * out[r, n] = bias[n] + sum over k of a[r, k] * b[k, n]; no bias where its address is 0.
 * @param rows computed in fours: up to three rows after the last are written as well
 * @param depth of the sum over k
 * @param panels b cut into panels [n / 8][k][8], so that a panel is read from end to end
 */
export function product(
  a: usize,
  aStride: usize,
  panels: usize,
  bias: usize,
  out: usize,
  outStride: usize,
  rows: usize,
  depth: usize,
  width: usize,
): void {
  const panelSize = depth * 32;
  for (let r: usize = 0; r < rows; r += 4) {
    const a0 = a + r * aStride;
    for (let n: usize = 0; n < width; n += 8) {
      fourRows(
        a0,
        aStride,
        panels + (n >> 3) * panelSize,
        panelSize,
        bias ? bias + n * 4 : 0,
        out + r * outStride + n * 4,
        outStride,
      );
    }
  }
}

function fourRows(
  row0: usize,
  aStride: usize,
  panel: usize,
  panelSize: usize,
  bias: usize,
  out: usize,
  outStride: usize,
): void {
  let row1 = row0 + aStride;
  let row2 = row1 + aStride;
  let row3 = row2 + aStride;
  let p0 = bias ? v128.load(bias) : f32x4.splat(0);
  let q0 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  let p1 = p0;
  let q1 = q0;
  let p2 = p0;
  let q2 = q0;
  let p3 = p0;
  let q3 = q0;
  for (const end = panel + panelSize; panel < end; panel += 32) {
    const wp = v128.load(panel);
    const wq = v128.load(panel, 16);
    let x = v128.load32_splat(row0);
    p0 = madd(wp, x, p0);
    q0 = madd(wq, x, q0);
    x = v128.load32_splat(row1);
    p1 = madd(wp, x, p1);
    q1 = madd(wq, x, q1);
    x = v128.load32_splat(row2);
    p2 = madd(wp, x, p2);
    q2 = madd(wq, x, q2);
    x = v128.load32_splat(row3);
    p3 = madd(wp, x, p3);
    q3 = madd(wq, x, q3);
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
  }
  v128.store(out, p0);
  v128.store(out, q0, 16);
  out += outStride;
  v128.store(out, p1);
  v128.store(out, q1, 16);
  out += outStride;
  v128.store(out, p2);
  v128.store(out, q2, 16);
  out += outStride;
  v128.store(out, p3);
  v128.store(out, q3, 16);
}

/**
 * sums[i, n] += sum over r of a[r, i] * g[r, n]: the kernel gradient of a dense layer.
 * @param inputs number of columns i of a, a multiple of 4
 */
export function kernelGradient(
  a: usize,
  aStride: usize,
  g: usize,
  gStride: usize,
  sums: usize,
  rows: usize,
  inputs: usize,
  width: usize,
): void {
  const sumsStride = width * 4;
  for (let i: usize = 0; i < inputs; i += 4) {
    for (let n: usize = 0; n < width; n += 8) {
      fourInputs(a + i * 4, aStride, g + n * 4, gStride, sums + i * sumsStride + n * 4, sumsStride, rows);
    }
  }
}

function fourInputs(
  a: usize,
  aStride: usize,
  g: usize,
  gStride: usize,
  sums: usize,
  sumsStride: usize,
  rows: usize,
): void {
  const sums1 = sums + sumsStride;
  const sums2 = sums1 + sumsStride;
  const sums3 = sums2 + sumsStride;
  let p0 = v128.load(sums);
  let q0 = v128.load(sums, 16);
  let p1 = v128.load(sums1);
  let q1 = v128.load(sums1, 16);
  let p2 = v128.load(sums2);
  let q2 = v128.load(sums2, 16);
  let p3 = v128.load(sums3);
  let q3 = v128.load(sums3, 16);
  for (const end = g + rows * gStride; g < end; g += gStride) {
    const gp = v128.load(g);
    const gq = v128.load(g, 16);
    let x = v128.load32_splat(a);
    p0 = madd(gp, x, p0);
    q0 = madd(gq, x, q0);
    x = v128.load32_splat(a, 4);
    p1 = madd(gp, x, p1);
    q1 = madd(gq, x, q1);
    x = v128.load32_splat(a, 8);
    p2 = madd(gp, x, p2);
    q2 = madd(gq, x, q2);
    x = v128.load32_splat(a, 12);
    p3 = madd(gp, x, p3);
    q3 = madd(gq, x, q3);
    a += aStride;
  }
  v128.store(sums, p0);
  v128.store(sums, q0, 16);
  v128.store(sums1, p1);
  v128.store(sums1, q1, 16);
  v128.store(sums2, p2);
  v128.store(sums2, q2, 16);
  v128.store(sums3, p3);
  v128.store(sums3, q3, 16);
}

/** sums[n] += sum over r of g[r, n]: the bias gradient. */
export function biasGradient(g: usize, gStride: usize, sums: usize, rows: usize, width: usize): void {
  for (let n: usize = 0; n < width; n += 4) {
    let sum = v128.load(sums + n * 4);
    let from = g + n * 4;
    for (let r: usize = 0; r < rows; r++) {
      sum = f32x4.add(sum, v128.load(from));
      from += gStride;
    }
    v128.store(sums + n * 4, sum);
  }
}

/** tanh in place over `size` bytes, a multiple of 32. */
export function tanhInPlace(at: usize, size: usize): void {
  for (const end = at + size; at < end; at += 32) tanhPair(at, 16);
}

/** gradient *= 1 - value^2 over `size` bytes, a multiple of 16. */
export function tanhBackward(gradient: usize, value: usize, size: usize): void {
  for (let at: usize = 0; at < size; at += 16) {
    const slope = tanhSlope(v128.load(value + at));
    v128.store(gradient + at, f32x4.mul(v128.load(gradient + at), slope));
  }
}
