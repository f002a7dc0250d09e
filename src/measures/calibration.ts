import type { ModelCard } from './model-card.ts';

/** Whether a network is as often right as it says: its confidences against what came true. */

export type Calibration = ModelCard['test']['calibration'];

const binCount = 10;

/**
 * @param confidences n probabilities, those of the answers that were given
 * @param right whether answer i was
 */
export function calibrationOf(confidences: ArrayLike<number>, right: (i: number) => boolean): Calibration {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let i = 0; i < confidences.length; i++) {
    const confidence = confidences[i] as number;
    const at = Math.max(0, Math.min(binCount - 1, Math.floor(confidence * binCount)));
    const bin = sums[at] as (typeof sums)[number];
    bin.count += 1;
    bin.confidence += confidence;
    if (right(i)) bin.right += 1;
  }
  let apart = 0;
  const bins = sums.map((sum, at) => {
    apart += Math.abs(sum.right - sum.confidence);
    const mean = (of: number) => (sum.count > 0 ? of / sum.count : null);
    return {
      from: at / binCount,
      to: (at + 1) / binCount,
      count: sum.count,
      confidence: mean(sum.confidence),
      accuracy: mean(sum.right),
    };
  });
  return { bins, error: confidences.length > 0 ? apart / confidences.length : 0 };
}
