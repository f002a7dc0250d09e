import type { UpdateRule } from './optimiser.ts';

/**
 * How LeNet-5 was trained in 1998 (LeCun et al., section III.B): the stochastic diagonal Levenberg-Marquardt method,
 * one image at a time, 20 passes over the training set. Before each pass the curvature is measured on 500 images and
 * kept for the pass.
 */
export const training1998 = { passes: 20, curvatureImages: 500, damping: 0.02 } as const;

/** Learning rates, each with the number of passes that have it; the last one holds from there on. */
const rates = [
  { rate: 0.0005, passes: 2 },
  { rate: 0.0002, passes: 3 },
  { rate: 0.0001, passes: 3 },
  { rate: 0.00005, passes: 4 },
  { rate: 0.00001, passes: Number.POSITIVE_INFINITY },
] as const;

/** @param pass from 1 */
export function ruleOfPass(pass: number): UpdateRule {
  let left = pass;
  for (const { rate, passes } of rates) {
    if (left <= passes)
      return { kind: 'levenberg-marquardt', learningRate: rate, damping: training1998.damping };
    left -= passes;
  }
  throw new Error(`ruleOfPass: expected a pass from 1, got ${pass}`);
}
