import { architectureOf } from './architecture.ts';

/** A network of five layers, which trains in a second even on the reference. */
export const tiny = architectureOf('tiny', 'Tiny', [
  { name: 'Input', kind: 'input', height: 32, width: 32, maps: 1, window: 0, stride: 1, activation: 'none' },
  {
    name: 'C1',
    kind: 'convolution',
    height: 28,
    width: 28,
    maps: 2,
    window: 5,
    stride: 1,
    activation: 'tanh',
  },
  { name: 'S2', kind: 'pooling', height: 14, width: 14, maps: 2, window: 2, stride: 2, activation: 'none' },
  { name: 'F3', kind: 'dense', height: 1, width: 1, maps: 6, window: 14, stride: 1, activation: 'tanh' },
  {
    name: 'Output',
    kind: 'dense',
    height: 1,
    width: 1,
    maps: 10,
    window: 1,
    stride: 1,
    activation: 'softmax',
  },
]);
