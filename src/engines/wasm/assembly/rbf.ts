import { F6_GRADIENT, F6_SIZE, F6_UNITS, LABELS, OUTPUT_GRADIENT, own } from './layout';
import { CENTRE_SIZE, CENTRES, HITS, LOGITS, LOSSES } from './layout-1998';
import { madd, sumOfLanes } from './simd';
import { squashSlope } from './squash';

/** The ten RBF units of one image, and the maximum a posteriori criterion (LeCun et al. 1998, equations 7 and 9). */

/** logits[i] = -sum over k of (F6[k] - w[i, k])^2 */
export function distances(logits: usize): void {
  const f6 = own(F6_UNITS);
  for (let i: usize = 0; i < 10; i++) {
    const centre = CENTRES + i * CENTRE_SIZE;
    let a = f32x4.splat(0);
    let b = a;
    // 88 floats: the padding is 0 on both sides.
    for (let at: usize = 0; at < F6_SIZE; at += 32) {
      const one = f32x4.sub(v128.load(f6 + at), v128.load(centre + at));
      const other = f32x4.sub(v128.load(f6 + at, 16), v128.load(centre + at, 16));
      a = madd(one, one, a);
      b = madd(other, other, b);
    }
    store<f32>(logits + i * 4, -sumOfLanes(f32x4.add(a, b)));
  }
}

/** As in network/labels.ts: the class of rubbish, whose penalty is the constant j. */
const NO_DIGIT: usize = 10;

/**
 * Of image i of the chunk: its loss, -log of the label's share, goes to LOSSES, whether its label is on top to HITS,
 * and the gradient at its logits, (share - target) * scale, to OUTPUT_GRADIENT.
 */
export function criterion(i: usize, rubbishPenalty: f64, scale: f32): void {
  const logits = LOGITS + i * 64;
  const label = <usize>load<u8>(own(LABELS) + i);
  const hits = HITS + i;
  const losses = LOSSES + i * 8;
  let most = -rubbishPenalty;
  let top: usize = 0;
  for (let c: usize = 0; c < 10; c++) {
    const other = load<f32>(logits + c * 4);
    most = max<f64>(most, <f64>other);
    if (other > load<f32>(logits + top * 4)) top = c;
  }
  // Ties go to the lower class, as an argmax gives; a NaN is never on top.
  const hit = top === label && load<f32>(logits + top * 4) <= 0;
  let sum = Math.exp(-rubbishPenalty - most);
  for (let c: usize = 0; c < 10; c++) sum += Math.exp(<f64>load<f32>(logits + c * 4) - most);
  const logit = label === NO_DIGIT ? -rubbishPenalty : <f64>load<f32>(logits + label * 4);
  const to = own(OUTPUT_GRADIENT);
  for (let c: usize = 0; c < 10; c++) {
    const share = Math.exp(<f64>load<f32>(logits + c * 4) - most) / sum;
    store<f32>(to + c * 4, <f32>(share - (c === label ? 1 : 0)) * scale);
  }
  store<u8>(hits, hit ? 1 : 0);
  store<f64>(losses, Math.log(sum) + most - logit);
}

/** From the gradient at the logits, dZ, to that at F6's sums: -2 (x sum of dZ - sum of dZ[i] w[i]) * slope. */
export function rbfBackward(): void {
  const dZ = own(OUTPUT_GRADIENT);
  const f6 = own(F6_UNITS);
  const to = own(F6_GRADIENT);
  let total: f32 = 0;
  for (let i: usize = 0; i < 10; i++) total += load<f32>(dZ + i * 4);
  for (let at: usize = 0; at < 84 * 4; at += 16) {
    const x = v128.load(f6 + at);
    let drawn = f32x4.mul(x, f32x4.splat(-total));
    for (let i: usize = 0; i < 10; i++) {
      drawn = madd(v128.load32_splat(dZ + i * 4), v128.load(CENTRES + i * CENTRE_SIZE + at), drawn);
    }
    v128.store(to + at, f32x4.mul(f32x4.add(drawn, drawn), squashSlope(x)));
  }
}
