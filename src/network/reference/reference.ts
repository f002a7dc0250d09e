import { expectThat } from '../../lib/expect.ts';
import {
  type Architecture,
  activationOf,
  layerBefore,
  layerNamed,
  outputOf,
  sizeOf,
} from '../architecture.ts';
import { digit28, digitSize, type Input32, padToInput32 } from '../rasters.ts';
import { indexInLayer, type Unit } from '../unit.ts';
import { judge } from './criterion.ts';
import { activationsOf, backThrough, sumsOf } from './passes.ts';

/**
 * The network in float64, written to be read rather than to be fast: every engine is tested against it.
 *
 * Notation in this folder: x the layer before, z the weighted sums, y the layer's output, w the kernel, b the bias;
 * dX is dLoss/dX. Unit (r, c, m) reads x at (r * stride + i, c * stride + j, k), i and j < window.
 */

/** What a pass over a batch gives: means over the batch. */
interface ReferenceResult {
  /** Mean of the architecture's loss, in nats. */
  readonly loss: number;
  /** Images whose class had the highest probability. */
  readonly correct: number;
  /** Mean gradient of the loss, P doubles in the order of the specification. */
  readonly gradient: Float64Array;
}

/**
 * All activations for one input, A doubles, laid out as `activationOffsets` says.
 * @param parameters P numbers
 * @param last the layer to stop after: those behind it stay 0
 */
export function referenceForward(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Input32,
  last = outputOf(architecture),
): Float64Array {
  const { parameterCount } = architecture;
  expectThat(
    parameters.length === parameterCount,
    'referenceForward',
    `${parameterCount} parameters`,
    parameters.length,
  );
  return activationsOf(architecture, parameters, input, last);
}

/** The same for n digits of 784 bytes; n * A doubles. */
export function referenceForwardDigits(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  digits: Uint8Array,
): Float64Array {
  const { activationCount } = architecture;
  const n = digits.length / digitSize;
  expectThat(Number.isInteger(n), 'referenceForwardDigits', `n * ${digitSize} bytes`, digits);
  const all = new Float64Array(n * activationCount);
  for (let i = 0; i < n; i++) {
    all.set(referenceForward(architecture, parameters, inputAt(digits, i)), i * activationCount);
  }
  return all;
}

/**
 * Mean loss and its gradient by backpropagation.
 * @param digits n * 784 bytes @param labels n classes, or `noDigit`
 */
export function referenceGradient(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  digits: Uint8Array,
  labels: Uint8Array,
): ReferenceResult {
  const n = countOf('referenceGradient', digits, labels);
  const gradient = new Float64Array(architecture.parameterCount);
  let loss = 0;
  let correct = 0;
  for (let i = 0; i < n; i++) {
    const label = labels[i] as number;
    const activations = referenceForward(architecture, parameters, inputAt(digits, i));
    const probabilities = activationOf(architecture, activations, outputOf(architecture).name);
    const logits = sumsOf(architecture, parameters, activations, outputOf(architecture));
    const judged = judge(architecture.loss, logits, label);
    loss += judged.loss / n;
    if (topClass(probabilities) === label) correct += 1;
    const dZ = judged.dZ.map((d) => (1 / n) * d);
    backThrough(architecture, parameters, activations, outputOf(architecture), dZ, gradient);
  }
  return { loss, correct, gradient };
}

/**
 * Logits, and the gradient at the input of their sum weighted by the cotangent (one number a class).
 * @param input 1,024 numbers of any size
 */
export function referenceInputGradient(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Input32,
  cotangent: ArrayLike<number>,
): { readonly logits: Float64Array; readonly gradient: Float64Array } {
  const activations = referenceForward(architecture, parameters, input);
  const unused = new Float64Array(architecture.parameterCount);
  const dLogits = Float64Array.from(cotangent);
  return {
    logits: sumsOf(architecture, parameters, activations, outputOf(architecture)),
    gradient: backThrough(architecture, parameters, activations, outputOf(architecture), dLogits, unused),
  };
}

/**
 * What enters the activation of one unit of any layer but the input (for pooling, its mean), and the gradient of
 * that at the input. It grows with the unit's value, and unlike it has a slope where the unit is saturated.
 * @param input 1,024 numbers of any size
 */
export function referenceUnitGradient(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  input: Input32,
  unit: Unit,
): { readonly sum: number; readonly gradient: Float64Array } {
  const layer = layerNamed(architecture, unit.layer);
  const before = layerBefore(architecture, unit.layer);
  expectThat(before !== undefined, 'referenceUnitGradient', 'a unit that computes', unit.layer);
  const activations = referenceForward(architecture, parameters, input, before);
  const place = indexInLayer(architecture, unit);
  const dSums = new Float64Array(sizeOf(layer));
  dSums[place] = 1;
  const unused = new Float64Array(architecture.parameterCount);
  return {
    sum: sumsOf(architecture, parameters, activations, layer)[place] as number,
    gradient: backThrough(architecture, parameters, activations, layer, dSums, unused),
  };
}

/** The class with the highest probability; the lowest of equals. */
export function topClass(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if ((probabilities[i] as number) > (probabilities[best] as number)) best = i;
  }
  return best;
}

/** @returns n. @throws ExpectationError unless there are n * 784 bytes and n labels with n >= 1 */
export function countOf(place: string, digits: Uint8Array, { length: n }: Uint8Array): number {
  expectThat(n >= 1 && digits.length === n * digitSize, place, `${n} * ${digitSize} bytes`, digits);
  return n;
}

export function inputAt(digits: Uint8Array, i: number): Input32 {
  return padToInput32(digit28(digits.subarray(i * digitSize, (i + 1) * digitSize)));
}
