import type { Loss } from '../architecture.ts';
import { noDigit, targetOf } from '../labels.ts';

/** What the loss says of one image. */
interface Judgement {
  /** In nats. */
  readonly loss: number;
  /** Its gradient at the logits. */
  readonly dZ: Float64Array;
  /**
   * The share of each class in the sum of exponentials: the softmax, or with the constant of the rubbish class in the
   * sum as well. The loss's second derivatives at the logits are those of its logarithm, p_i (delta_ik - p_k).
   */
  readonly shares: Float64Array;
}

/**
 * See {@link Loss}. From the logits, so that a probability too small for a double has a loss too.
 * @param z logits @param label a class, or `noDigit`
 */
export function judge(loss: Loss, z: Float64Array, label: number): Judgement {
  switch (loss.kind) {
    case 'cross-entropy': {
      const { logSum, shares } = sharesOf(z);
      const hit = z.reduce((total, value, i) => total + targetOf(label, i) * value, 0);
      return { loss: logSum - hit, dZ: shares.map((share, i) => share - targetOf(label, i)), shares };
    }
    case 'maximum-a-posteriori': {
      const rubbish = -loss.rubbishPenalty;
      const { logSum, shares } = sharesOf(z, rubbish);
      const hit = label === noDigit ? rubbish : (z[label] as number);
      const dZ = shares.map((share, i) => share - (i === label ? 1 : 0));
      return { loss: logSum - hit, dZ, shares };
    }
  }
}

/** The highest logit is taken off first, so that no exponential overflows. */
function sharesOf(z: Float64Array, constant = Number.NEGATIVE_INFINITY) {
  const highest = z.reduce((a, b) => Math.max(a, b), constant);
  const sum = z.reduce((total, value) => total + Math.exp(value - highest), Math.exp(constant - highest));
  const logSum = highest + Math.log(sum);
  return { logSum, shares: z.map((value) => Math.exp(value - highest) / sum) };
}
