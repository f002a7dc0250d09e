import { activationOf, type Layer, layerBefore, type Network, outputOf, tensorOf } from './architecture.ts';

/**
 * How a class's logit comes about from the layer before the output (F6): one product a unit, and the bias. Of RBF
 * units, whose logit is -|x - w|^2 = 2 w x - |w|^2 - |x|^2, without the last term: it is the same for all classes.
 */
interface LogitWeights {
  /** The layer before the output. */
  readonly before: Layer;
  /** The weight with which the class reads a unit of it. */
  weight(unit: number, digit: number): number;
  bias(digit: number): number;
}

export function logitWeights({ architecture, parameters }: Network): LogitWeights {
  const output = outputOf(architecture);
  const { name, maps } = output;
  const before = layerBefore(architecture, name) as Layer;
  if (output.kind === 'rbf') {
    const centre = (digit: number) => output.centres[digit] ?? [];
    return {
      before,
      weight: (unit, digit) => 2 * (centre(digit)[unit] as number),
      bias: (digit) => -centre(digit).reduce((sum, w) => sum + w ** 2, 0),
    };
  }
  const kernel = tensorOf(architecture, name, 'kernel');
  const bias = tensorOf(architecture, name, 'bias');
  return {
    before,
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
  const { maps, kind } = outputOf(network.architecture);
  const units =
    activations.length === before.maps
      ? activations
      : activationOf(network.architecture, activations, before.name);
  const shared = kind === 'rbf' ? units.reduce((sum, value) => sum + value ** 2, 0) : 0;
  return Float64Array.from({ length: maps }, (_, digit) =>
    units.reduce((sum, value, unit) => sum + value * weight(unit, digit), bias(digit) - shared),
  );
}
