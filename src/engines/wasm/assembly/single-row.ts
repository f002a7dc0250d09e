import { madd, sumOfLanes } from './simd';

/**
 * Dense layers of one image at a time, on kernels [depth, width] as they lie: with a batch of one, no weight is read
 * twice before it changes, so that there is nothing to pack. Depths are multiples of 4, widths of 12 floats.
 */

/** out[n] = bias[n] + sum over k of x[k] * w[k, n], four rows of w at a time. */
export function rowProduct(x: usize, w: usize, bias: usize, out: usize, depth: usize, width: usize): void {
  const row = width * 4;
  memory.copy(out, bias, row);
  const outEnd = out + row;
  for (const end = x + depth * 4; x < end; x += 16) {
    const x0 = v128.load32_splat(x);
    const x1 = v128.load32_splat(x, 4);
    const x2 = v128.load32_splat(x, 8);
    const x3 = v128.load32_splat(x, 12);
    const w1 = w + row;
    const w2 = w1 + row;
    const w3 = w2 + row;
    for (let to = out; to < outEnd; to += 16) {
      const n = to - out;
      const a = madd(v128.load(w + n), x0, v128.load(to));
      const b = f32x4.mul(v128.load(w2 + n), x2);
      v128.store(to, f32x4.add(madd(v128.load(w1 + n), x1, a), madd(v128.load(w3 + n), x3, b)));
    }
    w = w3 + row;
  }
}

/** dX[k] = sum over n of d[n] * w[k, n] */
export function transposedProduct(d: usize, w: usize, dX: usize, depth: usize, width: usize): void {
  const dEnd = d + width * 4;
  for (const end = dX + depth * 4; dX < end; dX += 4) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    for (let at = d; at < dEnd; at += 48) {
      a = madd(v128.load(w), v128.load(at), a);
      b = madd(v128.load(w, 16), v128.load(at, 16), b);
      c = madd(v128.load(w, 32), v128.load(at, 32), c);
      w += 48;
    }
    store<f32>(dX, sumOfLanes(f32x4.add(a, f32x4.add(b, c))));
  }
}

/** gradient[k, n] += x[k] * d[n] */
export function addOuter(x: usize, d: usize, gradient: usize, depth: usize, width: usize): void {
  const dEnd = d + width * 4;
  for (const end = x + depth * 4; x < end; x += 4) {
    const value = v128.load32_splat(x);
    for (let at = d; at < dEnd; at += 16) {
      v128.store(gradient, madd(v128.load(at), value, v128.load(gradient)));
      gradient += 16;
    }
  }
}

/**
 * `transposedProduct`, and at once the update by this image alone, whose gradient is written nowhere:
 *   w[k, n] -= learningRate * rates[k, n] * x[k] * d[n]
 */
export function transposedProductAndStep(
  x: usize,
  d: usize,
  w: usize,
  rates: usize,
  learningRate: f32,
  dX: usize,
  depth: usize,
  width: usize,
): void {
  const dEnd = d + width * 4;
  for (const end = dX + depth * 4; dX < end; dX += 4) {
    const step = f32x4.splat(-learningRate * load<f32>(x));
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    for (let at = d; at < dEnd; at += 48) {
      let weights = v128.load(w);
      let incoming = v128.load(at);
      a = madd(weights, incoming, a);
      v128.store(w, madd(f32x4.mul(v128.load(rates), step), incoming, weights));
      weights = v128.load(w, 16);
      incoming = v128.load(at, 16);
      b = madd(weights, incoming, b);
      v128.store(w, madd(f32x4.mul(v128.load(rates, 16), step), incoming, weights), 16);
      weights = v128.load(w, 32);
      incoming = v128.load(at, 32);
      c = madd(weights, incoming, c);
      v128.store(w, madd(f32x4.mul(v128.load(rates, 32), step), incoming, weights), 32);
      w += 48;
      rates += 48;
    }
    store<f32>(dX, sumOfLanes(f32x4.add(a, f32x4.add(b, c))));
    x += 4;
  }
}

/** to[n] += from[n] over `width` floats, a multiple of 4. */
export function addRow(to: usize, from: usize, width: usize): void {
  for (const end = from + width * 4; from < end; from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
  }
}

/** parameters[i] -= learningRate * rates[i] * gradient[i] over `size` bytes, a multiple of 16. */
export function stepBy(
  parameters: usize,
  rates: usize,
  gradient: usize,
  learningRate: f32,
  size: usize,
): void {
  const minusRate = f32x4.splat(-learningRate);
  for (let at: usize = 0; at < size; at += 16) {
    const step = f32x4.mul(minusRate, v128.load(rates + at));
    v128.store(parameters + at, madd(step, v128.load(gradient + at), v128.load(parameters + at)));
  }
}
