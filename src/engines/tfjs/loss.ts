import { concat2d, slice2d, softmax, sub, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { largest } from '../../lib/lists.ts';
import type { Loss } from '../../network/architecture.ts';
import { classCount, targetOf } from '../../network/labels.ts';
import { judge } from '../../network/reference/criterion.ts';
import type { BatchResult } from '../engine.ts';

/** What training lowers: its gradient is computed on the device, and its value here, in float64. */

/** Of each image at its logits, [n, 10]: what the classes' shares have above their targets. */
export function lossGradient(loss: Loss, logits: Tensor2D, labels: Uint8Array): Tensor2D {
  const n = labels.length;
  switch (loss.kind) {
    case 'cross-entropy':
      return sub(softmax(logits), targets(labels, classCount, targetOf));
    case 'maximum-a-posteriori': {
      // Rubbish is an eleventh class, whose number is the label of an image without a digit.
      const rubbish = tensor2d(new Float32Array(n).fill(-loss.rubbishPenalty), [n, 1]);
      const shares = softmax(concat2d([logits, rubbish], 1));
      const all = sub(
        shares,
        targets(labels, classCount + 1, (label, i) => Number(label === i)),
      );
      return slice2d(all as Tensor2D, [0, 0], [n, classCount]);
    }
  }
}

/** [n, classes] */
function targets(labels: Uint8Array, classes: number, of: (label: number, i: number) => number): Tensor2D {
  const values = new Float32Array(labels.length * classes);
  for (let i = 0; i < values.length; i++) {
    values[i] = of(labels[Math.floor(i / classes)] as number, i % classes);
  }
  return tensor2d(values, [labels.length, classes]);
}

/** Mean loss and hits from logits [n, 10]: ten numbers an image are no work. */
export function resultOf(loss: Loss, logits: Float32Array, labels: Uint8Array): BatchResult {
  let total = 0;
  let correct = 0;
  labels.forEach((label, image) => {
    const row = Float64Array.from(logits.subarray(image * classCount, (image + 1) * classCount));
    total += judge(loss, row, label).loss;
    // NaN is the largest, and is found nowhere.
    if (row.indexOf(largest(row)) === label) correct += 1;
  });
  return { loss: total / labels.length, correct };
}
