import { type Architecture, hasParameter, isDense, type Layer, readersOf, sizeOf } from './architecture.ts';

/**
 * The multiply-adds that a layer makes of one image, as LeCun et al. 1998 count connections: every value that each
 * unit reads, and its bias where it has one. The mean of a window counts as one multiply-add a value.
 * @param before the layer that it reads
 */
export function connectionsOf(layer: Layer, before: Layer): number {
  const units = sizeOf(layer);
  const biases = hasParameter(layer, 'bias') ? units : 0;
  if (layer.kind === 'input') return 0;
  if (isDense(layer)) return units * sizeOf(before) + biases;
  const taps = layer.window ** 2;
  if (layer.kind !== 'convolution') return units * taps + biases;
  const kernels = readersOf(layer, before).flat().length;
  return layer.height * layer.width * kernels * taps + biases;
}

/** Multiply-adds of one image through the whole network. */
export function connectionCount({ layers }: Architecture): number {
  return layers.slice(1).reduce((sum, layer, at) => sum + connectionsOf(layer, layers[at] as Layer), 0);
}
