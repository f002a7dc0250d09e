import { activationCount, activationOf, layers, parameterTensor } from '../../lenet/spec.ts';

/** A forward pass in plain float32 loops, for the gallery only. */
export function quickForward(parameters: Float32Array, input: Float32Array): Float32Array {
  const activations = new Float32Array(activationCount);
  activationOf(activations, 'Input').set(input);
  layers.forEach((layer, depth) => {
    const before = layers[depth - 1];
    if (!before) return;
    const from = activationOf(activations, before.name);
    const to = activationOf(activations, layer.name);
    const pooling = layer.kind === 'pooling';
    const kernel = pooling ? 0 : parameterTensor(layer.name, 'kernel').offset;
    const bias = pooling ? 0 : parameterTensor(layer.name, 'bias').offset;
    const window = layer.kind === 'dense' ? before.height : layer.window;
    for (let row = 0; row < layer.height; row++)
      for (let column = 0; column < layer.width; column++)
        for (let map = 0; map < layer.maps; map++) {
          let sum = pooling ? 0 : (parameters[bias + map] ?? 0);
          for (let tapRow = 0; tapRow < window; tapRow++)
            for (let tapColumn = 0; tapColumn < window; tapColumn++) {
              const y = row * layer.stride + tapRow;
              const x = column * layer.stride + tapColumn;
              const pixel = (y * before.width + x) * before.maps;
              if (pooling) sum += (from[pixel + map] ?? 0) / 4;
              else
                for (let source = 0; source < before.maps; source++) {
                  const tap = ((tapRow * window + tapColumn) * before.maps + source) * layer.maps + map;
                  sum += (from[pixel + source] ?? 0) * (parameters[kernel + tap] ?? 0);
                }
            }
          const value = layer.activation === 'tanh' ? Math.tanh(sum) : sum;
          to[(row * layer.width + column) * layer.maps + map] = value;
        }
  });
  const output = activationOf(activations, 'Output');
  const top = Math.max(...output);
  const powers = output.map((value) => Math.exp(value - top));
  const total = powers.reduce((sum, value) => sum + value, 0);
  output.set(powers.map((value) => value / total));
  return activations;
}
