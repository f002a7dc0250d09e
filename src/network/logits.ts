import { activationOf, type Layer, layerBefore, type Network, outputOf, tensorOf } from './architecture.ts';

/** How a class's logit comes about from the layer before the output (F6): one product a unit, and the bias. */
interface LogitWeights {
  /** The layer before the output. */
  readonly before: Layer;
  /** The weight with which the class reads a unit of it. */
  weight(unit: number, digit: number): number;
  bias(digit: number): number;
}

export function logitWeights({ architecture, parameters }: Network): LogitWeights {
  const { name, maps } = outputOf(architecture);
  const kernel = tensorOf(architecture, name, 'kernel');
  const bias = tensorOf(architecture, name, 'bias');
  return {
    before: layerBefore(architecture, name) as Layer,
    weight: (unit, digit) => parameters[kernel.offset + unit * maps + digit] as number,
    bias: (digit) => parameters[bias.offset + digit] as number,
  };
}

/**
 * The sums that enter the softmax, in float64, one a class.
 * @param activations A floats, or those of the layer before the output alone (F6)
 */
export function logitsOf(network: Network, activations: Float32Array): Float64Array {
  const { before, weight, bias } = logitWeights(network);
  const { maps } = outputOf(network.architecture);
  const units =
    activations.length === before.maps
      ? activations
      : activationOf(network.architecture, activations, before.name);
  return Float64Array.from({ length: maps }, (_, digit) =>
    units.reduce((sum, value, unit) => sum + value * weight(unit, digit), bias(digit)),
  );
}
