import { ExpectationError, expectThat } from '../lib/expect.ts';
import { formatPower } from '../lib/format.ts';
import { largest } from '../lib/lists.ts';
import type { Architecture } from './architecture.ts';

/** Below the largest 32-bit float, 3.4e38, with room for rounding and for the difference of two logits. */
const sumMost = 1e37;

/** Why a network of finite weights cannot answer; null where it answers every drawing. */
interface Overflow {
  readonly layer: string;
  /** The largest sum that this layer could meet. */
  readonly sum: number;
}

/**
 * Every unit adds its bias and weights times values from -1 to 1: ink, a mean of tanh, or tanh. Where the sum of
 * their magnitudes stays within 32-bit floats, no drawing overflows on any engine, in whatever order it adds.
 * Where it does not, infinities meet and the answer is no number.
 * @param parameters P finite floats
 */
export function overflowOf({ tensors }: Architecture, parameters: Float32Array): Overflow | null {
  for (let at = 0; at + 1 < tensors.length; at += 2) {
    const [kernel, bias] = [tensors[at], tensors[at + 1]];
    if (!kernel || !bias) continue;
    const sums = Float64Array.from(parameters.subarray(bias.offset, bias.offset + bias.size), Math.abs);
    // The kernel's last axis is the layer's units.
    for (let i = 0; i < kernel.size; i++) {
      const unit = i % bias.size;
      sums[unit] = (sums[unit] as number) + Math.abs(parameters[kernel.offset + i] as number);
    }
    const sum = largest(sums);
    if (!(sum <= sumMost)) return { layer: kernel.layer, sum };
  }
  return null;
}

/** "its weights are too large to give an answer (...)"; null where it answers. */
export function overflowReason(architecture: Architecture, parameters: Float32Array): string | null {
  const overflow = overflowOf(architecture, parameters);
  if (!overflow) return null;
  const { layer, sum } = overflow;
  return `its weights are too large to give an answer (${layer} can add up to ${formatPower(sum)}; 32-bit numbers end at 3.4×10³⁸)`;
}

/** @throws ExpectationError when a network of finite weights cannot answer */
export function expectAnswers(architecture: Architecture, parameters: Float32Array, place: string): void {
  const reason = overflowReason(architecture, parameters);
  if (reason !== null) throw new ExpectationError(`${place}: this network cannot be used, as ${reason}`);
}

/** @throws ExpectationError naming the tensor and the value */
export function expectFinite({ tensors }: Architecture, parameters: Float32Array): void {
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  const tensor = tensors.find(({ offset, size }) => wrong < offset + size);
  const place = `model weights, ${tensor?.name}, value ${wrong - (tensor?.offset ?? 0)}`;
  expectThat(false, place, 'a finite number', parameters[wrong]);
}
