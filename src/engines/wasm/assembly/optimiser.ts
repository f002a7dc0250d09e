import { FIRST, GRADIENT, own, PARAMETERS, RULE, SECOND } from './layout';
import { madd } from './simd';

/**
 * An update of a part of the flat parameter vector, by the thread's own gradient and its rule, a row as
 * engines/gpu/step-rows.ts writes it; formulas as in network/optimiser (PyTorch's conventions).
 * @param from first byte of the part @param end of the last
 */
export function update(from: usize, end: usize): void {
  if (ruleAt(11) === 0) updateSgd(from, end);
  else updateAdam(from, end);
}

function ruleAt(place: usize): f32 {
  return load<f32>(own(RULE) + place * 4);
}

function splatOf(place: usize): v128 {
  return f32x4.splat(ruleAt(place));
}

/**
 * Stochastic gradient descent with momentum:
 *   g += weightDecay * p;  b = momentum * b + g;  p -= rate * b
 */
function updateSgd(from: usize, end: usize): void {
  const minusRate = f32x4.neg(splatOf(2));
  const keep = splatOf(4);
  const decay = splatOf(9);
  const gradient = own(GRADIENT);
  for (let at = from; at < end; at += 16) {
    const p = v128.load(PARAMETERS + at);
    const g = madd(decay, p, v128.load(gradient + at));
    const b = madd(keep, v128.load(FIRST + at), g);
    v128.store(FIRST + at, b);
    v128.store(PARAMETERS + at, madd(minusRate, b, p));
  }
}

/**
 * Adam (Kingma and Ba 2015), and AdamW where `shrink` is not 1 (Loshchilov and Hutter 2019):
 *   g += weightDecay * p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
 *   p = shrink * p - rate * m / (sqrt(v) * scale + epsilon)
 */
function updateAdam(from: usize, end: usize): void {
  const minusRate = f32x4.neg(splatOf(2));
  const scale = splatOf(3);
  const keepFirst = splatOf(4);
  const addFirst = splatOf(5);
  const keepSecond = splatOf(6);
  const addSecond = splatOf(7);
  const floor = splatOf(8);
  const decay = splatOf(9);
  const shrink = splatOf(10);
  const gradient = own(GRADIENT);
  for (let at = from; at < end; at += 16) {
    const p = v128.load(PARAMETERS + at);
    const g = madd(decay, p, v128.load(gradient + at));
    const m = madd(keepFirst, v128.load(FIRST + at), f32x4.mul(addFirst, g));
    const v = madd(keepSecond, v128.load(SECOND + at), f32x4.mul(addSecond, f32x4.mul(g, g)));
    v128.store(FIRST + at, m);
    v128.store(SECOND + at, v);
    const step = f32x4.div(f32x4.mul(minusRate, m), madd(f32x4.sqrt(v), scale, floor));
    v128.store(PARAMETERS + at, madd(shrink, p, step));
  }
}
