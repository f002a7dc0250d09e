import type { Random } from '../lib/random.ts';
import type { Architecture } from './architecture.ts';

/**
 * Parameters before training: kernels uniform in +-sqrt(6 / (fanIn + fanOut)), which keeps the
 * variance of tanh units level from layer to layer (Glorot and Bengio 2010, equation 16); biases 0.
 * @returns P floats
 */
export function initialParameters({ parameterCount, tensors }: Architecture, random: Random): Float32Array {
  const parameters = new Float32Array(parameterCount);
  for (const { role, offset, size, fanIn, fanOut } of tensors) {
    if (role === 'bias') continue;
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = offset; i < offset + size; i++) parameters[i] = (2 * random.uniform() - 1) * limit;
  }
  return parameters;
}
