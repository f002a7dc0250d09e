import { type Architecture, architectureOf, type Layer } from './architecture.ts';

const maps = { stride: 1, activation: 'tanh', kind: 'convolution', window: 5 } as const;
const pooling = { stride: 2, activation: 'none', kind: 'pooling', window: 2 } as const;
const dense = { stride: 1, activation: 'tanh', kind: 'dense', height: 1, width: 1, window: 1 } as const;

const layers = [
  { name: 'Input', kind: 'input', height: 32, width: 32, maps: 1, window: 0, stride: 1, activation: 'none' },
  { name: 'C1', ...maps, height: 28, width: 28, maps: 6 },
  { name: 'S2', ...pooling, height: 14, width: 14, maps: 6 },
  { name: 'C3', ...maps, height: 10, width: 10, maps: 16 },
  { name: 'S4', ...pooling, height: 5, width: 5, maps: 16 },
  { name: 'C5', ...dense, maps: 120, window: 5 },
  { name: 'F6', ...dense, maps: 84 },
  { name: 'Output', ...dense, maps: 10, activation: 'softmax' },
] as const satisfies readonly Layer[];

/** The names of its layers, where code is about this network alone. */
export type LeNetLayer = (typeof layers)[number]['name'];

/**
 * LeNet-5 (LeCun, Bottou, Bengio, Haffner: "Gradient-based learning applied to document recognition", Proc. IEEE
 * 86, 1998, section II.B) in today's usual form: tanh after C1, C3, C5 and F6, plain average pooling, every C3 map
 * connected to every S2 map, softmax at the end. 61,706 parameters, 9,118 activations an image.
 */
export const lenet5: Architecture = architectureOf('lenet-5', 'LeNet-5', layers);
