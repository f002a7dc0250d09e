import { FIRST, FLAT, GRADIENT, PARAMETERS, SECOND } from './layout';
import { madd } from './simd';

/** One update of the flat parameter vector; formulas as in network/optimiser (PyTorch's conventions). */

/**
 * Stochastic gradient descent with momentum:
 *   g += weightDecay * p;  b = momentum * b + g;  p -= rate * b
 */
export function updateSgd(rate: f32, momentum: f32, weightDecay: f32): void {
  const minusRate = f32x4.splat(-rate);
  const keep = f32x4.splat(momentum);
  const decay = f32x4.splat(weightDecay);
  for (let at: usize = 0; at < FLAT; at += 16) {
    const p = v128.load(PARAMETERS + at);
    const g = madd(decay, p, v128.load(GRADIENT + at));
    const b = madd(keep, v128.load(FIRST + at), g);
    v128.store(FIRST + at, b);
    v128.store(PARAMETERS + at, madd(minusRate, b, p));
  }
}

/**
 * Adam (Kingma and Ba 2015), and AdamW where `shrink` is not 1 (Loshchilov and Hutter 2019):
 *   g += weightDecay * p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
 *   p = shrink * p - stepSize * m / (sqrt(v) * secondScale + epsilon)
 * @param stepSize rate / (1 - beta1^t) @param secondScale 1 / sqrt(1 - beta2^t)
 */
export function updateAdam(
  stepSize: f32,
  secondScale: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  epsilon: f32,
  weightDecay: f32,
  shrink: f32,
): void {
  const minusStep = f32x4.splat(-stepSize);
  const scale = f32x4.splat(secondScale);
  const keepFirst = f32x4.splat(beta1);
  const addFirst = f32x4.splat(oneMinusBeta1);
  const keepSecond = f32x4.splat(beta2);
  const addSecond = f32x4.splat(oneMinusBeta2);
  const floor = f32x4.splat(epsilon);
  const decay = f32x4.splat(weightDecay);
  const keep = f32x4.splat(shrink);
  for (let at: usize = 0; at < FLAT; at += 16) {
    const p = v128.load(PARAMETERS + at);
    const g = madd(decay, p, v128.load(GRADIENT + at));
    const m = madd(keepFirst, v128.load(FIRST + at), f32x4.mul(addFirst, g));
    const v = madd(keepSecond, v128.load(SECOND + at), f32x4.mul(addSecond, f32x4.mul(g, g)));
    v128.store(FIRST + at, m);
    v128.store(SECOND + at, v);
    const step = f32x4.div(f32x4.mul(minusStep, m), madd(f32x4.sqrt(v), scale, floor));
    v128.store(PARAMETERS + at, madd(keep, p, step));
  }
}
