/**
 * LeNet-5 in fused SIMD kernels: forward, backward and update. The caller (engines/wasm/kernels.ts)
 * copies digits, labels and parameters to the addresses of layout.ts and passes batches in chunks.
 * The single kernels are exported as well, for their tests and benchmarks.
 */

import { c1Backward, c1Forward, c1InputGradient, c1KernelGradient, widenDigit } from './c1-s2';
import { c3Backward, c3Forward, c3InputGradient, c3KernelGradient } from './c3-s4';
import { biasGradient, kernelGradient, product, tanhBackward, tanhInPlace } from './dense';
import * as at from './layout';
import { crossEntropy, resetLoss, softmax } from './loss';
import { sumOfLanes } from './simd';

export * from './c1-s2';
export * from './c3-s4';
export * from './dense';
export * from './layout';
export { correctTotal, crossEntropy, lossTotal, resetLoss, softmax } from './loss';
export { updateAdam, updateSgd } from './optimiser';
export { packBackward, packForward } from './pack';
export { peak } from './peak-speed';

/** Grows memory to hold every region. @returns false when the machine has no room. */
export function reserve(): bool {
  if (__heap_base > at.START) unreachable();
  const missing = <i32>((at.END + 0xffff) >>> 16) - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}

export function fusedMultiplyAdd(): bool {
  return ASC_FEATURE_RELAXED_SIMD;
}

/** Digits to logits. @param n images in the chunk */
export function forward(n: usize): void {
  pass(n, true);
}

function pass(n: usize, fromDigits: bool): void {
  for (let i: usize = 0; i < n; i++) {
    const input = at.INPUTS + i * at.INPUT_SIZE;
    const s2 = at.S2_MAPS + i * at.S2_SIZE;
    if (fromDigits) widenDigit(at.DIGITS + i * 784, input);
    c1Forward(input, at.C1_MAPS + i * at.C1_SIZE, s2);
    c3Forward(s2, at.C3_MAPS + i * at.C3_SIZE, at.S4_MAPS + i * at.S4_SIZE);
  }
  const c5Bias = at.PARAMETERS + at.C5_BIAS;
  product(at.S4_MAPS, at.S4_SIZE, at.C5_PANELS, c5Bias, at.C5_UNITS, at.C5_SIZE, n, 400, 120);
  tanhInPlace(at.C5_UNITS, n * at.C5_SIZE);
  product(
    at.C5_UNITS,
    at.C5_SIZE,
    at.F6_PANELS,
    at.F6_BIAS_PADDED,
    at.F6_UNITS,
    at.F6_SIZE,
    n,
    120,
    at.F6_WIDTH,
  );
  tanhInPlace(at.F6_UNITS, n * at.F6_SIZE);
  const bias = at.OUTPUT_BIAS_PADDED;
  product(
    at.F6_UNITS,
    at.F6_SIZE,
    at.OUTPUT_PANELS,
    bias,
    at.OUTPUTS,
    at.OUTPUT_SIZE,
    n,
    84,
    at.OUTPUT_WIDTH,
  );
}

/** Digits to probabilities. */
export function classify(n: usize): void {
  forward(n);
  softmax(at.OUTPUTS, n);
}

/** Image i's activations after `classify`, laid out as network/spec has them. */
export function gatherActivations(i: usize): void {
  let to: usize = at.ACTIVATIONS;
  memory.copy(to, at.INPUTS + i * at.INPUT_SIZE, at.INPUT_SIZE);
  to += at.INPUT_SIZE;
  for (let pixel: usize = 0; pixel < 784; pixel++) {
    let from = at.C1_MAPS + i * at.C1_SIZE + pixel * 4;
    for (let map: usize = 0; map < 6; map++) {
      store<f32>(to, load<f32>(from));
      from += 784 * 4;
      to += 4;
    }
  }
  memory.copy(to, at.S2_MAPS + i * at.S2_SIZE, 1176 * 4);
  to += 1176 * 4;
  memory.copy(to, at.C3_MAPS + i * at.C3_SIZE, at.C3_SIZE);
  to += at.C3_SIZE;
  memory.copy(to, at.S4_MAPS + i * at.S4_SIZE, at.S4_SIZE);
  to += at.S4_SIZE;
  memory.copy(to, at.C5_UNITS + i * at.C5_SIZE, at.C5_SIZE);
  to += at.C5_SIZE;
  memory.copy(to, at.F6_UNITS + i * at.F6_SIZE, 84 * 4);
  to += 84 * 4;
  memory.copy(to, at.OUTPUTS + i * at.OUTPUT_SIZE, 10 * 4);
}

/** Zeroes loss, count and gradient before the first chunk of a batch. */
export function startGradient(): void {
  resetLoss();
  memory.fill(at.GRADIENT, 0, at.FLAT);
  memory.fill(at.C1_KERNEL_SUMS, 0, at.SUMS_END - at.C1_KERNEL_SUMS);
}

/** From the gradients at the logits of n images to those at S4. */
function denseBackward(n: usize): void {
  const outputs = at.OUTPUT_GRADIENT;
  product(outputs, at.OUTPUT_SIZE, at.OUTPUT_TRANSPOSED, 0, at.F6_GRADIENT, at.F6_SIZE, n, 10, at.F6_WIDTH);
  tanhBackward(at.F6_GRADIENT, at.F6_UNITS, n * at.F6_SIZE);
  product(at.F6_GRADIENT, at.F6_SIZE, at.F6_TRANSPOSED, 0, at.C5_GRADIENT, at.C5_SIZE, n, 84, 120);
  tanhBackward(at.C5_GRADIENT, at.C5_UNITS, n * at.C5_SIZE);
  product(at.C5_GRADIENT, at.C5_SIZE, at.C5_TRANSPOSED, 0, at.S4_GRADIENT, at.S4_SIZE, n, 120, 400);
}

/** Adds one chunk's share of the gradient, after `forward`. @param scale 1 / images in the whole batch */
export function backward(n: usize, scale: f32): void {
  crossEntropy(at.OUTPUTS, at.LABELS, at.OUTPUT_GRADIENT, n, scale);
  denseBackward(n);
  const gradient = at.GRADIENT;

  const outputs = at.OUTPUT_GRADIENT;
  const outputSize = at.OUTPUT_SIZE;
  kernelGradient(at.F6_UNITS, at.F6_SIZE, outputs, outputSize, at.OUTPUT_KERNEL_SUMS, n, 84, at.OUTPUT_WIDTH);
  biasGradient(outputs, outputSize, at.OUTPUT_BIAS_SUMS, n, at.OUTPUT_WIDTH);

  const f6 = at.F6_GRADIENT;
  kernelGradient(at.C5_UNITS, at.C5_SIZE, f6, at.F6_SIZE, at.F6_KERNEL_SUMS, n, 120, at.F6_WIDTH);
  biasGradient(f6, at.F6_SIZE, at.F6_BIAS_SUMS, n, at.F6_WIDTH);

  const c5 = at.C5_GRADIENT;
  kernelGradient(at.S4_MAPS, at.S4_SIZE, c5, at.C5_SIZE, gradient + at.C5_KERNEL, n, 400, 120);
  biasGradient(c5, at.C5_SIZE, gradient + at.C5_BIAS, n, 120);

  for (let i: usize = 0; i < n; i++) {
    c3Backward(at.C3_MAPS + i * at.C3_SIZE, at.S4_GRADIENT + i * at.S4_SIZE, at.C3_GRADIENT);
    c3KernelGradient(at.S2_MAPS + i * at.S2_SIZE, at.C3_GRADIENT);
    c3InputGradient(at.C3_GRADIENT, at.S2_GRADIENT);
    c1Backward(at.C1_MAPS + i * at.C1_SIZE, at.S2_GRADIENT, at.C1_GRADIENT);
    c1KernelGradient(at.INPUTS + i * at.INPUT_SIZE, at.C1_GRADIENT);
  }
}

/**
 * Leaves, in the place of n inputs of any floats, the gradients of sums of their logits, weighted by the rows of
 * `OUTPUT_GRADIENT`; the logits themselves are in `OUTPUTS`. The caller clears the inputs afterwards, whose borders
 * have to be paper for digits. Sums of a batch's gradient that it writes over are zeroed by `startGradient`.
 */
export function inputGradient(n: usize): void {
  pass(n, false);
  denseBackward(n);
  for (let i: usize = 0; i < n; i++) {
    c3Backward(at.C3_MAPS + i * at.C3_SIZE, at.S4_GRADIENT + i * at.S4_SIZE, at.C3_GRADIENT);
    c3InputGradient(at.C3_GRADIENT, at.S2_GRADIENT);
    c1Backward(at.C1_MAPS + i * at.C1_SIZE, at.S2_GRADIENT, at.C1_GRADIENT);
    c1InputGradient(at.C1_GRADIENT, at.INPUTS + i * at.INPUT_SIZE);
  }
}

/** Brings what was summed in another form into the flat gradient, after the last chunk. */
export function finishGradient(): void {
  const gradient = at.GRADIENT;
  for (let w: usize = 0; w < 150; w++) {
    store<f32>(gradient + at.C1_KERNEL + w * 4, sumOfLanes(v128.load(at.C1_KERNEL_SUMS + w * 16)));
  }
  for (let m: usize = 0; m < 6; m++) {
    store<f32>(gradient + at.C1_BIAS + m * 4, sumOfLanes(v128.load(at.C1_BIAS_SUMS + m * 16)));
  }
  for (let k: usize = 0; k < 120; k++) {
    memory.copy(gradient + at.F6_KERNEL + k * 84 * 4, at.F6_KERNEL_SUMS + k * at.F6_SIZE, 84 * 4);
  }
  memory.copy(gradient + at.F6_BIAS, at.F6_BIAS_SUMS, 84 * 4);
  for (let k: usize = 0; k < 84; k++) {
    memory.copy(gradient + at.OUTPUT_KERNEL + k * 10 * 4, at.OUTPUT_KERNEL_SUMS + k * at.OUTPUT_SIZE, 10 * 4);
  }
  memory.copy(gradient + at.OUTPUT_BIAS, at.OUTPUT_BIAS_SUMS, 10 * 4);
}

/** gradient += incoming, both flat. */
export function addIncoming(): void {
  for (let i: usize = 0; i < at.FLAT; i += 16) {
    v128.store(at.GRADIENT + i, f32x4.add(v128.load(at.GRADIENT + i), v128.load(at.INCOMING + i)));
  }
}
