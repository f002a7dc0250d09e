import type { UpdateRule } from './optimiser.ts';

/**
 * How LeNet-5 was trained in 1998 (LeCun et al., section III.B): the stochastic diagonal Levenberg-Marquardt method,
 * one image at a time, 20 passes over the training set. Before each pass the curvature is measured on 500 images and
 * kept for the pass.
 *
 * The damping is not the paper's 0.02, which depends on the scale of the loss, and that is not given: with the loss as
 * printed, that little lets C5 saturate in the first pass, and the second undoes what the first has learned (held-out
 * error 2.2 %, then 3.4 %, and 2.1 % after eight). Ten times as much is as if the loss were counted in tenths.
 */
export const training1998 = { passes: 20, curvatureImages: 500, damping: 0.2 } as const;

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
  return { kind: 'levenberg-marquardt', learningRate: rateOfPass(pass), damping: training1998.damping };
}

/** @param pass from 1 @param first the rate of the first pass: the others go with it */
export function rateOfPass(pass: number, first: number = rates[0].rate): number {
  let left = pass;
  for (const { rate, passes } of rates) {
    if (left <= passes) return first === rates[0].rate ? rate : (first * rate) / rates[0].rate;
    left -= passes;
  }
  throw new Error(`rateOfPass: expected a pass from 1, got ${pass}`);
}
