import type { UpdateRule } from '../../network/optimiser.ts';
import { expectMoments } from '../checks.ts';

/**
 * One step as twelve floats, which a GPU reads by itself: what its batch is, and how the parameters change.
 *
 *   0 offset   images of the epoch before the batch
 *   1 images   of the batch
 *   2 rate     sgd: the learning rate; adam: rate / (1 - beta1^t)
 *   3 scale    adam: 1 / sqrt(1 - beta2^t)
 *   4 keep1    sgd: the momentum; adam: beta1
 *   5 add1     sgd: 1; adam: 1 - beta1
 *   6 keep2    adam: beta2
 *   7 add2     adam: 1 - beta2
 *   8 epsilon  adam's
 *   9 decay    added to the gradient, times the parameter
 *  10 shrink   the parameter times this, before the update (adamw)
 *  11 kind     0 sgd, 1 adam and adamw
 *
 * first = keep1 first + add1 (g + decay p), second = keep2 second + add2 (g + decay p)^2;
 * sgd: p = p - rate first; adam: p = shrink p - rate first / (scale sqrt(second) + epsilon).
 * Offsets are whole numbers below 2^24, which floats hold as they are.
 */
export const rowFloats = 12;

/**
 * Writes one row.
 * @param step the number of this update, from 1 @throws ExpectationError on a rule that rows have no numbers for
 */
export function writeRow(
  rows: Float32Array,
  index: number,
  offset: number,
  images: number,
  anyRule: UpdateRule,
  step: number,
): void {
  const rule = expectMoments('update', anyRule);
  const at = index * rowFloats;
  rows[at] = offset;
  rows[at + 1] = images;
  if (rule.kind === 'sgd') {
    rows.set([rule.learningRate, 0, rule.momentum, 1, 0, 0, 0, rule.weightDecay, 1, 0], at + 2);
    return;
  }
  const { learningRate, beta1, beta2, epsilon, weightDecay } = rule;
  const isDecoupled = rule.kind === 'adamw';
  rows.set(
    [
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      epsilon,
      isDecoupled ? 0 : weightDecay,
      isDecoupled ? 1 - learningRate * weightDecay : 1,
      1,
    ],
    at + 2,
  );
}
