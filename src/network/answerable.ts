import { t } from '../language/language.ts';
import { ExpectationError, expectThat } from '../lib/expect.ts';
import { formatPower } from '../lib/format-sizes.ts';
import { largest } from '../lib/lists.ts';
import { largestValue } from './activation.ts';
import { type Architecture, hasParameter, mapsOf } from './architecture.ts';

/** Below the largest 32-bit float, 3.4e38, with room for rounding and for the difference of two logits. */
const sumMost = 1e37;

/** Why a network of finite weights cannot answer; null where it answers every drawing. */
interface Overflow {
  readonly layer: string;
  /** The largest sum that this layer could meet. */
  readonly sum: number;
}

/**
 * Every unit adds its bias and weights times values of the layer before, none of which is larger than what its
 * activation gives at most: 1 of ink, of tanh and of means of it. Where the sum of their magnitudes stays within 32-bit
 * floats, no drawing overflows on any engine, in whatever order it adds. Where it does not, infinities meet and the
 * answer is no number.
 * @param parameters P finite floats
 */
export function overflowOf(architecture: Architecture, parameters: Float32Array): Overflow | null {
  const { layers, tensors, inputLevels } = architecture;
  let most = Math.max(Math.abs(inputLevels.paper), Math.abs(inputLevels.ink));
  for (const layer of layers) {
    const sums = new Float64Array(layer.maps);
    for (const tensor of tensors.filter((each) => each.layer === layer.name)) {
      // A coefficient is the weight of every value in its window.
      const reach = { kernel: most, coefficient: most * layer.window ** 2, bias: 1 }[tensor.role];
      mapsOf(architecture, tensor).forEach((map, at) => {
        const parameter = parameters[tensor.offset + at] as number;
        sums[map] = (sums[map] as number) + reach * Math.abs(parameter);
      });
    }
    const sum = largest(sums);
    if (!(sum <= sumMost)) return { layer: layer.name, sum };
    // A layer that only takes means stays within what it takes them of.
    most = Math.min(largestValue(layer.activation), hasParameter(layer, 'bias') ? sum : most);
  }
  return null;
}

/** "its weights are too large to give an answer (...)"; null where it answers. */
export function overflowReason(architecture: Architecture, parameters: Float32Array): string | null {
  const overflow = overflowOf(architecture, parameters);
  if (!overflow) return null;
  const { layer, sum } = overflow;
  return t`its weights are too large to give an answer (${layer} can add up to ${formatPower(sum)}; 32-bit numbers end at 3.4×10³⁸)`;
}

/** @throws ExpectationError when a network of finite weights cannot answer */
export function expectAnswers(architecture: Architecture, parameters: Float32Array, place: string): void {
  const reason = overflowReason(architecture, parameters);
  if (reason !== null) throw new ExpectationError(t`${place}: this network cannot be used, as ${reason}`);
}

/** @throws ExpectationError naming the tensor and the value */
export function expectFinite({ tensors }: Architecture, parameters: Float32Array): void {
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  const tensor = tensors.find(({ offset, size }) => wrong < offset + size);
  const place = t`model weights, ${tensor?.name ?? ''}, value ${wrong - (tensor?.offset ?? 0)}`;
  expectThat(false, place, t`a finite number`, parameters[wrong]);
}
