import { largest } from '../lib/lists.ts';
import type { Network } from './architecture.ts';
import { logitsOf } from './logits.ts';

/** In a model's metadata: the least energy of what it knows as a digit; see {@link energyOf}. */
export const leastEnergyKey = 'leastEnergy';

/**
 * The logarithm of the sum of the exponentials of the ten logits, in nats: the negative free energy (Liu, Wang,
 * Owens, Li: "Energy-based Out-of-distribution Detection", NeurIPS 2020, equation 4). The softmax forgets it.
 * It is high for what is like the digits that were learnt, even between two of them, and low for what is like
 * none, where a network has learnt that all ten shall be equally likely there.
 * @param activations A floats, or those of the layer before the output alone (F6)
 */
export function energyOf(network: Network, activations: Float32Array): number {
  const logits = logitsOf(network, activations);
  const most = largest(logits);
  return most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
}

/** A network with the least energy of what it knows as a digit; null where it says none. */
export interface KnowingNetwork extends Network {
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
export function isFamiliar(network: KnowingNetwork, activations: Float32Array): boolean | null {
  // Written so that NaN is not.
  const { leastEnergy } = network;
  return leastEnergy === null ? null : energyOf(network, activations) >= leastEnergy;
}
