import { activationOf, type Layer, layerBefore, outputOf } from '../../network/architecture.ts';
import { energyOf, type KnowingNetwork } from '../../network/energy.ts';
import { classCount } from '../../network/labels.ts';
import { logitsOf } from '../../network/logits.ts';

/** What a network says of n digits. */
export interface DigitScores {
  /** n * 10 */
  readonly probabilities: Float32Array;
  /** n; see `network/energy.ts`. */
  readonly energies: Float64Array;
  /** The least energy of what the network knows as a digit; null where it names none. */
  readonly leastEnergy: number | null;
}

/** @param activations n * A floats, as the forward pass of an engine gives them */
export function scoresOf(network: KnowingNetwork, activations: Float32Array): DigitScores {
  const { architecture, leastEnergy } = network;
  const count = activations.length / architecture.activationCount;
  const probabilities = new Float32Array(count * classCount);
  const energies = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const own = activations.subarray(
      at * architecture.activationCount,
      (at + 1) * architecture.activationCount,
    );
    probabilities.set(activationOf(architecture, own, 'Output'), at * classCount);
    energies[at] = energyOf(network, own);
  }
  return { probabilities, energies, leastEnergy };
}

/** @param units n * U floats: those of the layer before the output (F6) alone */
export function scoresOfUnits(network: KnowingNetwork, units: Float32Array): DigitScores {
  const before = layerBefore(network.architecture, outputOf(network.architecture).name) as Layer;
  const count = units.length / before.maps;
  const probabilities = new Float32Array(count * classCount);
  const energies = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const own = units.subarray(at * before.maps, (at + 1) * before.maps);
    const energy = energyOf(network, own);
    // The energy is the logarithm of the sum that the softmax divides by.
    logitsOf(network, own).forEach((logit, digit) => {
      probabilities[at * classCount + digit] = Math.exp(logit - energy);
    });
    energies[at] = energy;
  }
  return { probabilities, energies, leastEnergy: network.leastEnergy };
}
