import type { Random } from '../lib/random.ts';
import { type Architecture, layerNamed, mapsOf, type ParameterTensor } from './architecture.ts';

/**
 * Parameters before training.
 *
 * - glorot: kernels uniform in +-sqrt(6 / (fanIn + fanOut)), which keeps the variance of tanh units level from layer
 *   to layer (Glorot and Bengio 2010, equation 16); coefficients 1, biases 0.
 * - fan-in: all uniform in +-sqrt(3 / F), with F the values that the unit reads: a variance of 1 / F, as LeCun, Bottou,
 *   Orr and Muller 1998 ("Efficient BackProp", section 4.6) have it for this squashing function. A bias is the weight of
 *   an input that is always 1, and begins like the others. LeCun et al. 1998 (section III.B) print +-2.4 / F instead,
 *   which was tried: over five layers it leaves F6 with values of 0.001, where the loss has no curvature, and the first
 *   steps, 0.0005 / 0.02 long, throw every unit into saturation within 500 images.
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
      return Float64Array.from(mapsOf(architecture, tensor), (map) => Math.sqrt(3 / inputs(map)));
    }
  }
}
