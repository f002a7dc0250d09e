import type { Random } from '../lib/random.ts';
import { type Architecture, layerNamed, mapsOf, type ParameterTensor } from './architecture.ts';

/**
 * Parameters before training.
 *
 * - glorot: kernels uniform in +-sqrt(6 / (fanIn + fanOut)), which keeps the variance of tanh units level from layer
 *   to layer (Glorot and Bengio 2010, equation 16); coefficients 1, biases 0.
 * - fan-in: all uniform in +-2.4 / F, with F the values that the unit reads (LeCun et al. 1998, section III.B). The
 *   paper says so of weights, which in it a bias is one of: that of an input that is always 1, not counted in F.
 * @returns P floats
 */
export function initialParameters(architecture: Architecture, random: Random): Float32Array {
  const parameters = new Float32Array(architecture.parameterCount);
  for (const tensor of architecture.tensors) {
    const limits = limitsOf(architecture, tensor);
    for (let i = 0; i < tensor.size; i++) {
      const limit = limits?.[i];
      if (limit) parameters[tensor.offset + i] = (2 * random.uniform() - 1) * limit;
      else if (tensor.role === 'coefficient') parameters[tensor.offset + i] = 1;
    }
  }
  return parameters;
}

/** How far from 0 each value may begin; null where none is left to chance. */
function limitsOf(architecture: Architecture, tensor: ParameterTensor): Float64Array | null {
  const { role, size, fanIn, fanOut, layer: name } = tensor;
  switch (architecture.initialisation) {
    case 'glorot':
      return role === 'kernel' ? new Float64Array(size).fill(Math.sqrt(6 / (fanIn + fanOut))) : null;
    case 'fan-in': {
      const layer = layerNamed(architecture, name);
      const read = layer.kind === 'convolution' ? layer.sources : undefined;
      const inputs = (map: number) => (read ? layer.window ** 2 * (read[map]?.length ?? 0) : fanIn);
      return Float64Array.from(mapsOf(architecture, tensor), (map) => 2.4 / inputs(map));
    }
  }
}
