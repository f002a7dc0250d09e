import { type Architecture, architectureOf, type Layer } from './architecture.ts';
import { digitBitmaps } from './bitmaps-1998.ts';

/** The maps of S2 that each map of C3 reads (table I): what is not connected breaks the symmetry between the maps. */
const c3Sources: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

const squashed = { activation: 'scaled-tanh' } as const;
const maps = { ...squashed, kind: 'convolution', stride: 1, window: 5 } as const;
const halved = { ...squashed, kind: 'subsampling', stride: 2, window: 2 } as const;
const units = { ...squashed, kind: 'dense', stride: 1, height: 1, width: 1 } as const;

const layers: readonly Layer[] = [
  { name: 'Input', kind: 'input', height: 32, width: 32, maps: 1, window: 0, stride: 1, activation: 'none' },
  { name: 'C1', ...maps, height: 28, width: 28, maps: 6 },
  { name: 'S2', ...halved, height: 14, width: 14, maps: 6 },
  { name: 'C3', ...maps, height: 10, width: 10, maps: 16, sources: c3Sources },
  { name: 'S4', ...halved, height: 5, width: 5, maps: 16 },
  { name: 'C5', ...units, maps: 120, window: 5 },
  { name: 'F6', ...units, maps: 84, window: 1 },
  {
    name: 'Output',
    ...units,
    kind: 'rbf',
    maps: 10,
    window: 1,
    activation: 'softmax',
    centres: digitBitmaps,
  },
];

/**
 * LeNet-5 as it was (LeCun, Bottou, Bengio, Haffner: "Gradient-based learning applied to document recognition", Proc.
 * IEEE 86, 1998, sections II.B and II.C): C3 reads some of S2's maps each (table I), S2 and S4 are trained, F6 draws
 * a bitmap of 7 x 12, and the output measures how far it is from those of the ten digits. 60,000 trainable
 * parameters, 340,908 connections.
 *
 * The paper's output is the penalty y, of which the smallest wins. Here the logit is -y and the probability its
 * softmax, exp(-y_i) / sum of exp(-y_k): what the paper's posterior is once it is certain that there is a digit.
 *
 * The paper gives no value for j, which says from what distance on a wrong class is far enough. Trained as it says on
 * 50,000 images, the network misread 1.07 % of 10,000 others with 10, and 1.15 % with 25. With 10 and all 60,000 it then
 * misread 80 of the 10,000 test images (one seed), and 0.17 % of those that it learned from; the paper's 95 and 0.35 %.
 */
export const lenet5Of1998: Architecture = architectureOf('lenet-5-1998', 'LeNet-5 (1998)', layers, {
  loss: { kind: 'maximum-a-posteriori', rubbishPenalty: 10 },
  initialisation: 'fan-in',
  // Mean of about 0 and variance of about 1 over the pixels of a digit.
  inputLevels: { paper: -0.1, ink: 1.175 },
  usualRule: 'levenberg-marquardt',
});
