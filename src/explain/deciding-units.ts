import { activationOf, type Network } from '../network/architecture.ts';
import { classCount } from '../network/labels.ts';
import { logitsOf, logitWeights } from '../network/logits.ts';
import type { Pair } from './pair.ts';

/** A unit of the layer before the output (F6), and what it does to the lead of a digit over its rival. */
interface DecidingUnit {
  readonly unit: number;
  readonly value: number;
  /** Weight of the digit less weight of the rival. */
  readonly weight: number;
  /** value x weight, in logits: positive for the digit. All of them and the biases add up to the lead. */
  readonly product: number;
  /** What the answer is when the unit gives 0. */
  readonly without: { readonly digit: number; readonly probability: number };
}

export interface Decision {
  /** Of the layer that decides. */
  readonly layer: string;
  /** Strongest first, whichever way they speak. */
  readonly units: readonly DecidingUnit[];
  /** Bias of the digit less bias of the rival. */
  readonly bias: number;
  readonly lead: number;
}

/**
 * Which units decided between two digits. The output reads each with one weight a class, so the lead is exactly the
 * sum of their products and the biases, and the answer without a unit follows without another pass.
 * @param activations A floats
 */
export function decisionOf(network: Network, activations: Float32Array, { digit, rival }: Pair): Decision {
  const { before, weight, bias } = logitWeights(network);
  const values = activationOf(network.architecture, activations, before.name);
  const logits = logitsOf(network, activations);
  const units = Array.from(values, (value, unit): DecidingUnit => {
    const between = weight(unit, digit) - weight(unit, rival);
    const left = logits.map((logit, one) => logit - value * weight(unit, one));
    return { unit, value, weight: between, product: value * between, without: likeliest(left) };
  });
  return {
    layer: before.name,
    units: units.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product)),
    bias: bias(digit) - bias(rival),
    lead: (logits[digit] as number) - (logits[rival] as number),
  };
}

function likeliest(logits: Float64Array): DecidingUnit['without'] {
  let digit = 0;
  for (let one = 1; one < classCount; one++) {
    if ((logits[one] as number) > (logits[digit] as number)) digit = one;
  }
  const highest = logits[digit] as number;
  return { digit, probability: 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0) };
}
