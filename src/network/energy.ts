import { largest } from '../lib/lists.ts';
import { activationOf, parameterTensor } from './spec.ts';

/** In a model's metadata: the least energy of what it knows as a digit; see {@link energyOf}. */
export const leastEnergyKey = 'leastEnergy';

const kernel = parameterTensor('Output', 'kernel');
const bias = parameterTensor('Output', 'bias');
const [units = 0, classes = 0] = kernel.shape;

/**
 * The logarithm of the sum of the exponentials of the ten logits, in nats: the negative free energy (Liu, Wang,
 * Owens, Li: "Energy-based Out-of-distribution Detection", NeurIPS 2020, equation 4). The softmax forgets it.
 * It is high for what is like the digits that were learnt, even between two of them, and low for what is like
 * none, where a network has learnt that all ten shall be equally likely there.
 * @param parameters P floats
 * @param activations A floats, or those of F6 alone
 */
export function energyOf(parameters: Float32Array, activations: Float32Array): number {
  const f6 = activations.length === units ? activations : activationOf(activations, 'F6');
  const logits = Float64Array.from({ length: classes }, (_, digit) => {
    let sum = parameters[bias.offset + digit] as number;
    for (let unit = 0; unit < units; unit++) {
      sum += (f6[unit] as number) * (parameters[kernel.offset + unit * classes + digit] as number);
    }
    return sum;
  });
  const most = largest(logits);
  return most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
}

/** A network with the least energy of what it knows as a digit; null where it says none. */
export interface KnowingNetwork {
  /** P floats. */
  readonly parameters: Float32Array;
  readonly leastEnergy: number | null;
}

/** The least energy that a model's metadata name. */
export function leastEnergyOf(metadata: Readonly<Record<string, unknown>>): number | null {
  const least = metadata[leastEnergyKey];
  return typeof least === 'number' && Number.isFinite(least) ? least : null;
}

/**
 * Whether the network knows what it has computed from as a digit; null where it does not say what that takes.
 * @param activations A floats
 */
export function isFamiliar(
  { parameters, leastEnergy }: KnowingNetwork,
  activations: Float32Array,
): boolean | null {
  // Written so that NaN is not.
  return leastEnergy === null ? null : energyOf(parameters, activations) >= leastEnergy;
}
