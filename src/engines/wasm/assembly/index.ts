/**
 * LeNet-5 in fused SIMD kernels: forward, backward and update. The caller (engines/wasm/kernels.ts)
 * copies digits, labels and parameters to the addresses of layout.ts and passes batches in chunks.
 * The single kernels are exported as well, for their tests and benchmarks.
 */

import { c1Backward, c1Forward, c1InputGradient, c1KernelGradient, widenDigit } from './c1-s2';
import { c3Backward, c3Forward, c3InputGradient, c3KernelGradient } from './c3-s4';
import { biasGradient, kernelGradient, product, tanhBackward, tanhInPlace } from './dense';
import * as at from './layout';
import { own } from './layout';
import { crossEntropy, resetLoss, softmax } from './loss';
import { update } from './optimiser';
import { pack, sliceStart } from './pack';
import { sumOfLanes } from './simd';

export * from './c1-s2';
export * from './c3-s4';
export * from './dense';
export * from './layout';
export { correctTotal, crossEntropy, lossTotal, resetLoss, softmax } from './loss';
export { update } from './optimiser';
export { pack, sliceStart } from './pack';
export { peak } from './peak-speed';

/**
 * Grows memory to hold every region, before any other call. Helping threads reserve after the leading one, whose
 * memory has room for all.
 * @param thread the calling one @returns how far its own regions are from the first's; -1 when there is no room
 */
export function reserve(threads: i32, thread: i32): i32 {
  if (__heap_base > at.START) unreachable();
  const end = at.END + <usize>(threads - 1) * at.REGION_SIZE;
  const missing = <i32>((end + 0xffff) >>> 16) - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0 ? at.takeRegion(thread) : -1;
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
    const input = own(at.INPUTS) + i * at.INPUT_SIZE;
    const s2 = own(at.S2_MAPS) + i * at.S2_SIZE;
    if (fromDigits) widenDigit(own(at.DIGITS) + i * 784, input);
    c1Forward(input, own(at.C1_MAPS) + i * at.C1_SIZE, s2);
    c3Forward(s2, own(at.C3_MAPS) + i * at.C3_SIZE, own(at.S4_MAPS) + i * at.S4_SIZE);
  }
  const c5Bias = at.PARAMETERS + at.C5_BIAS;
  product(own(at.S4_MAPS), at.S4_SIZE, at.C5_PANELS, c5Bias, own(at.C5_UNITS), at.C5_SIZE, n, 400, 120);
  tanhInPlace(own(at.C5_UNITS), n * at.C5_SIZE);
  product(
    own(at.C5_UNITS),
    at.C5_SIZE,
    at.F6_PANELS,
    at.F6_BIAS_PADDED,
    own(at.F6_UNITS),
    at.F6_SIZE,
    n,
    120,
    at.F6_WIDTH,
  );
  tanhInPlace(own(at.F6_UNITS), n * at.F6_SIZE);
  const bias = at.OUTPUT_BIAS_PADDED;
  product(
    own(at.F6_UNITS),
    at.F6_SIZE,
    at.OUTPUT_PANELS,
    bias,
    own(at.OUTPUTS),
    at.OUTPUT_SIZE,
    n,
    84,
    at.OUTPUT_WIDTH,
  );
}

/** Digits to probabilities. */
export function classify(n: usize): void {
  forward(n);
  softmax(own(at.OUTPUTS), n);
}

/** Image i's activations after `classify`, laid out as network/spec has them. */
export function gatherActivations(i: usize): void {
  let to: usize = own(at.ACTIVATIONS);
  memory.copy(to, own(at.INPUTS) + i * at.INPUT_SIZE, at.INPUT_SIZE);
  to += at.INPUT_SIZE;
  for (let pixel: usize = 0; pixel < 784; pixel++) {
    let from = own(at.C1_MAPS) + i * at.C1_SIZE + pixel * 4;
    for (let map: usize = 0; map < 6; map++) {
      store<f32>(to, load<f32>(from));
      from += 784 * 4;
      to += 4;
    }
  }
  memory.copy(to, own(at.S2_MAPS) + i * at.S2_SIZE, 1176 * 4);
  to += 1176 * 4;
  memory.copy(to, own(at.C3_MAPS) + i * at.C3_SIZE, at.C3_SIZE);
  to += at.C3_SIZE;
  memory.copy(to, own(at.S4_MAPS) + i * at.S4_SIZE, at.S4_SIZE);
  to += at.S4_SIZE;
  memory.copy(to, own(at.C5_UNITS) + i * at.C5_SIZE, at.C5_SIZE);
  to += at.C5_SIZE;
  memory.copy(to, own(at.F6_UNITS) + i * at.F6_SIZE, 84 * 4);
  to += 84 * 4;
  memory.copy(to, own(at.OUTPUTS) + i * at.OUTPUT_SIZE, 10 * 4);
}

/** Zeroes loss, count and gradient before the first chunk of a batch. */
export function startGradient(): void {
  resetLoss();
  memory.fill(own(at.GRADIENT), 0, at.FLAT);
  memory.fill(own(at.C1_KERNEL_SUMS), 0, at.SUMS_END - at.C1_KERNEL_SUMS);
}

/** From the gradients at the logits of n images to those at S4. */
function denseBackward(n: usize): void {
  const outputs = own(at.OUTPUT_GRADIENT);
  product(
    outputs,
    at.OUTPUT_SIZE,
    at.OUTPUT_TRANSPOSED,
    0,
    own(at.F6_GRADIENT),
    at.F6_SIZE,
    n,
    10,
    at.F6_WIDTH,
  );
  tanhBackward(own(at.F6_GRADIENT), own(at.F6_UNITS), n * at.F6_SIZE);
  product(own(at.F6_GRADIENT), at.F6_SIZE, at.F6_TRANSPOSED, 0, own(at.C5_GRADIENT), at.C5_SIZE, n, 84, 120);
  tanhBackward(own(at.C5_GRADIENT), own(at.C5_UNITS), n * at.C5_SIZE);
  product(own(at.C5_GRADIENT), at.C5_SIZE, at.C5_TRANSPOSED, 0, own(at.S4_GRADIENT), at.S4_SIZE, n, 120, 400);
}

/** Adds one chunk's share of the gradient, after `forward`. @param scale 1 / images in the whole batch */
export function backward(n: usize, scale: f32): void {
  crossEntropy(own(at.OUTPUTS), own(at.LABELS), own(at.OUTPUT_GRADIENT), n, scale);
  denseBackward(n);
  const gradient = own(at.GRADIENT);

  const outputs = own(at.OUTPUT_GRADIENT);
  const outputSize = at.OUTPUT_SIZE;
  kernelGradient(
    own(at.F6_UNITS),
    at.F6_SIZE,
    outputs,
    outputSize,
    own(at.OUTPUT_KERNEL_SUMS),
    n,
    84,
    at.OUTPUT_WIDTH,
  );
  biasGradient(outputs, outputSize, own(at.OUTPUT_BIAS_SUMS), n, at.OUTPUT_WIDTH);

  const f6 = own(at.F6_GRADIENT);
  kernelGradient(own(at.C5_UNITS), at.C5_SIZE, f6, at.F6_SIZE, own(at.F6_KERNEL_SUMS), n, 120, at.F6_WIDTH);
  biasGradient(f6, at.F6_SIZE, own(at.F6_BIAS_SUMS), n, at.F6_WIDTH);

  const c5 = own(at.C5_GRADIENT);
  kernelGradient(own(at.S4_MAPS), at.S4_SIZE, c5, at.C5_SIZE, gradient + at.C5_KERNEL, n, 400, 120);
  biasGradient(c5, at.C5_SIZE, gradient + at.C5_BIAS, n, 120);

  for (let i: usize = 0; i < n; i++) {
    c3Backward(own(at.C3_MAPS) + i * at.C3_SIZE, own(at.S4_GRADIENT) + i * at.S4_SIZE, own(at.C3_GRADIENT));
    c3KernelGradient(own(at.S2_MAPS) + i * at.S2_SIZE, own(at.C3_GRADIENT));
    c3InputGradient(own(at.C3_GRADIENT), own(at.S2_GRADIENT));
    c1Backward(own(at.C1_MAPS) + i * at.C1_SIZE, own(at.S2_GRADIENT), own(at.C1_GRADIENT));
    c1KernelGradient(own(at.INPUTS) + i * at.INPUT_SIZE, own(at.C1_GRADIENT));
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
    c3Backward(own(at.C3_MAPS) + i * at.C3_SIZE, own(at.S4_GRADIENT) + i * at.S4_SIZE, own(at.C3_GRADIENT));
    c3InputGradient(own(at.C3_GRADIENT), own(at.S2_GRADIENT));
    c1Backward(own(at.C1_MAPS) + i * at.C1_SIZE, own(at.S2_GRADIENT), own(at.C1_GRADIENT));
    c1InputGradient(own(at.C1_GRADIENT), own(at.INPUTS) + i * at.INPUT_SIZE);
  }
}

/** Brings what was summed in another form into the flat gradient, after the last chunk. */
export function finishGradient(): void {
  const gradient = own(at.GRADIENT);
  for (let w: usize = 0; w < 150; w++) {
    store<f32>(gradient + at.C1_KERNEL + w * 4, sumOfLanes(v128.load(own(at.C1_KERNEL_SUMS) + w * 16)));
  }
  for (let m: usize = 0; m < 6; m++) {
    store<f32>(gradient + at.C1_BIAS + m * 4, sumOfLanes(v128.load(own(at.C1_BIAS_SUMS) + m * 16)));
  }
  for (let k: usize = 0; k < 120; k++) {
    memory.copy(gradient + at.F6_KERNEL + k * 84 * 4, own(at.F6_KERNEL_SUMS) + k * at.F6_SIZE, 84 * 4);
  }
  memory.copy(gradient + at.F6_BIAS, own(at.F6_BIAS_SUMS), 84 * 4);
  for (let k: usize = 0; k < 84; k++) {
    memory.copy(
      gradient + at.OUTPUT_KERNEL + k * 10 * 4,
      own(at.OUTPUT_KERNEL_SUMS) + k * at.OUTPUT_SIZE,
      10 * 4,
    );
  }
  memory.copy(gradient + at.OUTPUT_BIAS, own(at.OUTPUT_BIAS_SUMS), 10 * 4);
}

/** Sums this thread's slice of the gradient over all threads: its own first, then those of the next in turn. */
export function sumSlice(thread: i32, threads: i32): void {
  const from = own(at.GRADIENT) + sliceStart(thread, threads);
  const end = own(at.GRADIENT) + sliceStart(thread + 1, threads);
  for (let next = 1; next < threads; next++) {
    const distance = <usize>((thread + next) % threads) * at.REGION_SIZE - own(0);
    for (let to = from; to < end; to += 16) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(to + distance)));
    }
  }
}

/** Changes this thread's slice of the parameters by its sum of gradients, and packs it for the next step. */
export function updateSlice(thread: i32, threads: i32): void {
  const from = sliceStart(thread, threads);
  const end = sliceStart(thread + 1, threads);
  update(from, end);
  pack(from, end);
}
