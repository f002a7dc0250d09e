import { classCount } from '../network/labels.ts';
import {
  type Digit28,
  digitSide,
  digitSize,
  inputSide,
  inputSize,
  padding,
  padToInput32,
} from '../network/rasters.ts';
import type { Batches } from './batches.ts';
import type { Pair } from './pair.ts';

/** What each pixel contributes to the lead that the drawing has over blank paper. */
export interface IntegratedGradients {
  /** 28 x 28, in logits; 0 where there is no ink. */
  readonly pixels: Float32Array;
  /** Lead of the drawing less lead of blank paper: what the pixels add up to, but for the residue. */
  readonly difference: number;
  /** |sum of the pixels - difference| as a share of |difference|; of one logit where that is smaller. */
  readonly residue: number;
  /** Pictures between paper and drawing at which the gradient was taken. */
  readonly steps: number;
}

/** The residue is below this, or the most steps have been taken. */
const residueMost = 0.005;
const fewestSteps = 32;
const mostSteps = 512;

/**
 * "Along the way from blank paper" (Sundararajan, Taly, Yan: "Axiomatic Attribution for Deep Networks", ICML 2017,
 * equations 1 and 3): the gradient of the lead, averaged over pictures from paper to the drawing (midpoint rule),
 * times the ink. By the theorem the contributions add up to the difference; what numerical integration leaves over
 * is the residue, and the steps are doubled until it is small.
 */
export async function integrateGradients(
  batches: Batches,
  digit: Digit28,
  pair: Pair,
): Promise<IntegratedGradients> {
  const input = padToInput32(digit);
  for (let steps = fewestSteps; ; steps *= 2) {
    const { difference, contributions } = await integrate(batches, input, pair, steps);
    const total = contributions.reduce((sum, one) => sum + one, 0);
    const residue = Math.abs(total - difference) / Math.max(1, Math.abs(difference));
    if (residue > residueMost && steps < mostSteps) continue;
    return { pixels: withoutPadding(contributions), difference, residue, steps };
  }
}

async function integrate(batches: Batches, input: Float32Array, { digit, rival }: Pair, steps: number) {
  // The last two are the ends of the way: their logits are the difference that is explained.
  const shares = [...Array.from({ length: steps }, (_, step) => (step + 0.5) / steps), 0, 1];
  const inputs = new Float32Array(shares.length * inputSize);
  const cotangents = new Float32Array(shares.length * classCount);
  shares.forEach((share, at) => {
    input.forEach((value, pixel) => {
      inputs[at * inputSize + pixel] = share * value;
    });
    cotangents[at * classCount + digit] = 1;
    cotangents[at * classCount + rival] = -1;
  });
  const { logits, gradient } = await batches.inputGradient(inputs, cotangents);
  const leadAt = (at: number) =>
    (logits[at * classCount + digit] as number) - (logits[at * classCount + rival] as number);
  const contributions = Float64Array.from(input, (value, pixel) => {
    if (value === 0) return 0;
    let sum = 0;
    for (let step = 0; step < steps; step++) sum += gradient[step * inputSize + pixel] as number;
    return (value * sum) / steps;
  });
  return { difference: leadAt(steps + 1) - leadAt(steps), contributions };
}

function withoutPadding(input: Float64Array): Float32Array {
  return Float32Array.from({ length: digitSize }, (_, at) => {
    const [row, column] = [Math.floor(at / digitSide), at % digitSide];
    return input[(row + padding) * inputSide + column + padding] as number;
  });
}
