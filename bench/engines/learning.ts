import type { Batch } from '../../src/engines/engine.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';
import { referenceState, updateReference } from '../../src/network/optimiser.ts';
import { digitSize } from '../../src/network/rasters.ts';
import { referenceGradient } from '../../src/network/reference/reference.ts';
import { adam } from './system.ts';

/** Systems compute in float32, some with other guards in the logarithm; what learns otherwise is far off. */
const tolerance = 0.02;

/** Losses of the first steps in float64, each before its update: what every system has to show. */
export function referenceLosses(
  parameters: Float32Array,
  { digits, labels }: Batch,
  steps: number,
  batch: number,
): number[] {
  let state = referenceState(parameters);
  return Array.from({ length: steps }, (_, step) => {
    const part = digits.subarray(step * batch * digitSize, (step + 1) * batch * digitSize);
    const { loss, gradient } = referenceGradient(
      lenet5,
      state.parameters,
      part,
      labels.subarray(step * batch, (step + 1) * batch),
    );
    state = updateReference(state, gradient, { kind: 'adam', ...adam, weightDecay: 0 });
    return loss;
  });
}

/**
 * Whether a system learns what the reference learns; one with another network has to learn something.
 * @returns what is wrong, or undefined
 */
export function agrees(
  losses: readonly number[],
  expected: readonly number[],
  otherNetwork: boolean,
): string | undefined {
  if (losses.length !== expected.length || !losses.every(Number.isFinite))
    return `not measured: its losses are ${losses.join(', ')}`;
  if (otherNetwork) {
    const falls = (losses.at(-1) as number) < (losses[0] as number);
    return falls ? undefined : 'not measured: its loss does not fall';
  }
  const wrong = losses.findIndex((loss, step) => Math.abs(loss / (expected[step] as number) - 1) > tolerance);
  if (wrong < 0) return undefined;
  const [got, wanted] = [losses[wrong] as number, expected[wrong] as number];
  return `not measured: its loss at step ${wrong + 1} is ${got.toFixed(4)}, the reference's ${wanted.toFixed(4)}`;
}
