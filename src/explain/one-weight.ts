import { activationOf, type Network } from '../network/architecture.ts';
import { logitsOf, logitWeights } from '../network/logits.ts';

/** The loss of one drawing, as one weight of the output layer is turned and all others stay. */
interface LossAlongWeight {
  /** The weight as it is. */
  readonly weight: number;
  /** The value of the unit that it reads: how much a turn of the weight moves the logit. */
  readonly value: number;
  /** Cross-entropy in nats, with the weight at `w`. */
  lossAt(w: number): number;
  /** Its slope there: (share of the digit - 1, or - 0 for another digit's weight) x value. */
  slopeAt(w: number): number;
}

/**
 * @param unit of the layer before the output (F6) @param digit whose logit the weight feeds
 * @param label the right digit
 * @param activations A floats
 */
export function lossAlongWeight(
  network: Network,
  activations: Float32Array,
  unit: number,
  digit: number,
  label: number,
): LossAlongWeight {
  const { before, weight: weightOf } = logitWeights(network);
  const weight = weightOf(unit, digit);
  const value = activationOf(network.architecture, activations, before.name)[unit] as number;
  const logits = logitsOf(network, activations);
  const turned = (w: number) =>
    logits.map((logit, one) => (one === digit ? logit + (w - weight) * value : logit));
  const sharesAt = (w: number) => {
    const all = turned(w);
    const highest = all.reduce((a, b) => Math.max(a, b));
    const exponentials = all.map((logit) => Math.exp(logit - highest));
    const total = exponentials.reduce((a, b) => a + b);
    return { all, highest, total, exponentials };
  };
  return {
    weight,
    value,
    lossAt: (w) => {
      const { all, highest, total } = sharesAt(w);
      return Math.log(total) + highest - (all[label] as number);
    },
    slopeAt: (w) => {
      const { exponentials, total } = sharesAt(w);
      return ((exponentials[digit] as number) / total - (digit === label ? 1 : 0)) * value;
    },
  };
}
