/**
 * LeNet-5 as of 1998, one image after the other: forward, backward, and its own learning rule. The caller
 * (engines/wasm/kernels-1998.ts) copies digits, labels and parameters to their addresses.
 */

import { c1Backward, c1ForwardBy, c1InputGradient, c1KernelGradient } from './c1-s2';
import { c3Backward, c3ForwardBy, c3InputGradient, c3KernelGradient } from './c3-s4';
import * as at from './layout';
import { own } from './layout';
import { C3_MASK, END_1998, LOGITS, RATES, S2_COEFFICIENT } from './layout-1998';
import { softmax } from './loss';
import { update } from './optimiser';
import { pack } from './pack';
import { criterion, distances, rbfBackward } from './rbf';
import { madd, sumOfLanes } from './simd';
import {
  addOuter,
  addRow,
  rowProduct,
  stepBy,
  transposedProduct,
  transposedProductAndStep,
} from './single-row';
import { AMPLITUDE, SLOW_TANH, squashBackward, squashInPlace } from './squash';
import { s2Backward, s2Forward, s4Backward, s4Forward } from './subsampling';

export {
  ACTIVATIONS,
  C1_KERNEL,
  C3_KERNEL,
  C5_KERNEL,
  CHUNK,
  DIGITS,
  F6_KERNEL,
  FIRST,
  FLAT,
  GRADIENT,
  INPUTS,
  LABELS,
  OUTPUT_GRADIENT,
  PARAMETERS,
  RULE,
  SECOND,
} from './layout';
export * from './layout-1998';

/** What the input holds on paper, and how much more in full ink. */
const PAPER: f32 = -0.1;
const INK: f32 = 1.275;

/** Grows memory, and lays paper around the digit. @returns false when there is no room */
export function prepare(): bool {
  if (__heap_base > at.START) unreachable();
  const missing = <i32>((END_1998 + 0xffff) >>> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) return false;
  layPaper();
  return true;
}

function layPaper(): void {
  for (let i: usize = 0; i < at.INPUT_SIZE; i += 4) store<f32>(own(at.INPUTS) + i, PAPER);
}

/** 28 x 28 bytes to the middle of the input. */
function inkDigit(digit: usize): void {
  const paper = f32x4.splat(PAPER);
  const scale = f32x4.splat(INK / 255);
  for (let row: usize = 0; row < 28; row++) {
    const from = digit + row * 28;
    const to = own(at.INPUTS) + ((row + 2) * 32 + 2) * 4;
    for (let x: usize = 0; x < 28; x += 4) {
      const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(from + x));
      const pixels = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes));
      v128.store(to + x * 4, madd(pixels, scale, paper));
    }
  }
}

/** From the input to the logits. C1 and C3 hold tanh(2a/3), all others their values. */
function pass(logits: usize): void {
  c1ForwardBy(SLOW_TANH, own(at.INPUTS), own(at.C1_MAPS), own(at.S2_MAPS));
  s2Forward();
  c3ForwardBy(SLOW_TANH, own(at.S2_MAPS), own(at.C3_MAPS), own(at.S4_MAPS));
  s4Forward();
  const p = at.PARAMETERS;
  rowProduct(own(at.S4_MAPS), p + at.C5_KERNEL, p + at.C5_BIAS, own(at.C5_UNITS), 400, 120);
  squashInPlace(own(at.C5_UNITS), 120 * 4);
  rowProduct(own(at.C5_UNITS), p + at.F6_KERNEL, p + at.F6_BIAS, own(at.F6_UNITS), 120, 84);
  squashInPlace(own(at.F6_UNITS), 84 * 4);
  distances(logits);
}

/** Digit i of the chunk to its logits; the activations of the one before are gone. */
export function forward(i: usize): void {
  inkDigit(own(at.DIGITS) + i * 784);
  pass(LOGITS + i * 64);
}

/** The logits of n images to their probabilities, in their place. */
export function probabilities(n: usize): void {
  softmax(LOGITS, n);
}

/** The activations of the image last passed, laid out as network/architecture.ts has them. */
export function gatherActivations(i: usize): void {
  let to: usize = own(at.ACTIVATIONS);
  memory.copy(to, own(at.INPUTS), at.INPUT_SIZE);
  to += at.INPUT_SIZE;
  for (let pixel: usize = 0; pixel < 784; pixel++) {
    for (let map: usize = 0; map < 6; map++) {
      store<f32>(to, load<f32>(own(at.C1_MAPS) + (map * 784 + pixel) * 4) * AMPLITUDE);
      to += 4;
    }
  }
  memory.copy(to, own(at.S2_MAPS), 1176 * 4);
  to += 1176 * 4;
  for (let unit: usize = 0; unit < 1600; unit++) {
    store<f32>(to, load<f32>(own(at.C3_MAPS) + unit * 4) * AMPLITUDE);
    to += 4;
  }
  memory.copy(to, own(at.S4_MAPS), 400 * 4);
  to += 400 * 4;
  memory.copy(to, own(at.C5_UNITS), 120 * 4);
  to += 120 * 4;
  memory.copy(to, own(at.F6_UNITS), 84 * 4);
  to += 84 * 4;
  memory.copy(to, LOGITS + i * 64, 10 * 4);
}

/** Zeroes the gradient before the first image of a batch. */
export function startGradient(): void {
  memory.fill(own(at.GRADIENT), 0, at.FLAT);
  memory.fill(own(at.C1_KERNEL_SUMS), 0, at.F6_KERNEL_SUMS - at.C1_KERNEL_SUMS);
}

/** Adds the gradient of digit i of the chunk. @param scale 1 / images in the whole batch */
export function addImage(i: usize, rubbishPenalty: f64, scale: f32): void {
  forward(i);
  criterion(i, rubbishPenalty, scale);
  rbfBackward();
  const gradient = own(at.GRADIENT);
  const f6 = own(at.F6_GRADIENT);
  addOuter(own(at.C5_UNITS), f6, gradient + at.F6_KERNEL, 120, 84);
  addRow(gradient + at.F6_BIAS, f6, 84);
  transposedProduct(f6, at.PARAMETERS + at.F6_KERNEL, own(at.C5_GRADIENT), 120, 84);
  squashBackward(own(at.C5_GRADIENT), own(at.C5_UNITS), 120 * 4);
  const c5 = own(at.C5_GRADIENT);
  addOuter(own(at.S4_MAPS), c5, gradient + at.C5_KERNEL, 400, 120);
  addRow(gradient + at.C5_BIAS, c5, 120);
  transposedProduct(c5, at.PARAMETERS + at.C5_KERNEL, own(at.S4_GRADIENT), 400, 120);
  mapsBackward();
}

/** From the gradient at S4 to those of the parameters before it. */
function mapsBackward(): void {
  s4Backward();
  c3Backward(own(at.C3_MAPS), own(at.S4_GRADIENT), own(at.C3_GRADIENT));
  c3KernelGradient(own(at.S2_MAPS), own(at.C3_GRADIENT));
  c3InputGradient(own(at.C3_GRADIENT), own(at.S2_GRADIENT));
  s2Backward();
  c1Backward(own(at.C1_MAPS), own(at.S2_GRADIENT), own(at.C1_GRADIENT));
  c1KernelGradient(own(at.INPUTS), own(at.C1_GRADIENT));
}

/** Brings C1's sums into the gradient, and takes from C3's what no connection has, after the last image. */
export function finishGradient(): void {
  const gradient = own(at.GRADIENT);
  for (let w: usize = 0; w < 150; w++) {
    store<f32>(gradient + at.C1_KERNEL + w * 4, sumOfLanes(v128.load(own(at.C1_KERNEL_SUMS) + w * 16)));
  }
  for (let m: usize = 0; m < 6; m++) {
    store<f32>(gradient + at.C1_BIAS + m * 4, sumOfLanes(v128.load(own(at.C1_BIAS_SUMS) + m * 16)));
  }
  const c3 = gradient + at.C3_KERNEL;
  for (let w: usize = 0; w < 2400 * 4; w += 16) {
    v128.store(c3 + w, f32x4.mul(v128.load(c3 + w), v128.load(C3_MASK + w)));
  }
}

/** After the parameters have changed. */
export function packC3(): void {
  pack(0, at.C5_KERNEL);
}

/** An update by the gradient and the moments, as RULE says. */
export function updateByMoments(): void {
  update(0, at.FLAT);
  packC3();
}

/** From the curvature, which is the second moment, to what the learning rate is multiplied by. */
export function measureRates(damping: f32): void {
  const floor = f32x4.splat(damping);
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < at.FLAT; i += 16) {
    v128.store(RATES + i, f32x4.div(one, f32x4.add(floor, v128.load(at.SECOND + i))));
  }
}

/** An update by the gradient and the curvature. */
export function updateByCurvature(learningRate: f32): void {
  stepBy(at.PARAMETERS, RATES, own(at.GRADIENT), learningRate, at.FLAT);
  packC3();
}

/**
 * The n images of the chunk, each with an update by the curvature of its own: what `startGradient`, `addImage`,
 * `finishGradient` and `updateByCurvature` do one image at a time. The gradients of C5 and F6, which are most of all,
 * are used where they come about.
 */
export function trainEach(n: usize, rubbishPenalty: f64, learningRate: f32): void {
  const p = at.PARAMETERS;
  const gradient = own(at.GRADIENT);
  const f6 = own(at.F6_GRADIENT);
  const c5 = own(at.C5_GRADIENT);
  // Of the parameters before C5, and of the subsampling, which lies behind.
  const tail = S2_COEFFICIENT;
  for (let i: usize = 0; i < n; i++) {
    memory.fill(gradient, 0, at.C5_KERNEL);
    memory.fill(gradient + tail, 0, at.FLAT - tail);
    memory.fill(own(at.C1_KERNEL_SUMS), 0, at.F6_KERNEL_SUMS - at.C1_KERNEL_SUMS);
    forward(i);
    criterion(i, rubbishPenalty, 1);
    rbfBackward();
    transposedProductAndStep(
      own(at.C5_UNITS),
      f6,
      p + at.F6_KERNEL,
      RATES + at.F6_KERNEL,
      learningRate,
      c5,
      120,
      84,
    );
    stepBy(p + at.F6_BIAS, RATES + at.F6_BIAS, f6, learningRate, 84 * 4);
    squashBackward(c5, own(at.C5_UNITS), 120 * 4);
    transposedProductAndStep(
      own(at.S4_MAPS),
      c5,
      p + at.C5_KERNEL,
      RATES + at.C5_KERNEL,
      learningRate,
      own(at.S4_GRADIENT),
      400,
      120,
    );
    stepBy(p + at.C5_BIAS, RATES + at.C5_BIAS, c5, learningRate, 120 * 4);
    mapsBackward();
    finishGradient();
    stepBy(p, RATES, gradient, learningRate, at.C5_KERNEL);
    stepBy(p + tail, RATES + tail, gradient + tail, learningRate, at.FLAT - tail);
    packC3();
  }
}

/**
 * Leaves, in the place of an input of any floats, 0 paper to 1 ink, the gradient of the sum of its logits weighted by
 * OUTPUT_GRADIENT; the logits are the first in the chunk. The sums of a batch's gradient that it writes over are
 * zeroed by `startGradient`; paper is laid by `clearInput`.
 */
export function inputGradient(): void {
  const input = own(at.INPUTS);
  for (let i: usize = 0; i < at.INPUT_SIZE; i += 16) {
    v128.store(input + i, madd(v128.load(input + i), f32x4.splat(INK), f32x4.splat(PAPER)));
  }
  pass(LOGITS);
  rbfBackward();
  transposedProduct(own(at.F6_GRADIENT), at.PARAMETERS + at.F6_KERNEL, own(at.C5_GRADIENT), 120, 84);
  squashBackward(own(at.C5_GRADIENT), own(at.C5_UNITS), 120 * 4);
  transposedProduct(own(at.C5_GRADIENT), at.PARAMETERS + at.C5_KERNEL, own(at.S4_GRADIENT), 400, 120);
  s4Backward();
  c3Backward(own(at.C3_MAPS), own(at.S4_GRADIENT), own(at.C3_GRADIENT));
  c3InputGradient(own(at.C3_GRADIENT), own(at.S2_GRADIENT));
  s2Backward();
  c1Backward(own(at.C1_MAPS), own(at.S2_GRADIENT), own(at.C1_GRADIENT));
  c1InputGradient(own(at.C1_GRADIENT), input);
  for (let i: usize = 0; i < at.INPUT_SIZE; i += 16) {
    v128.store(input + i, f32x4.mul(v128.load(input + i), f32x4.splat(INK)));
  }
}

export function clearInput(): void {
  layPaper();
}
