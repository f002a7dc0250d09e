import { type Random, randomFromSeed } from '../lib/random.ts';
import type { Network } from '../network/architecture.ts';
import {
  digit28,
  digitSide,
  digitSize,
  type Input32,
  inputSide,
  inputSize,
  padding,
  padToInput32,
} from '../network/rasters.ts';
import type { ReceptiveField } from '../network/receptive-field.ts';
import { referenceForward, referenceUnitGradient } from '../network/reference/reference.ts';
import { unitValue } from '../network/unit.ts';
import { inputField } from './looks-for.ts';
import { middleUnit, type Target } from './target.ts';

/** The picture that excites a target, as far as the ascent has come. */
export interface OptimisedPicture {
  /** 784 bytes, 0 paper to 255 ink. */
  readonly digit: Uint8Array;
  /** The target's value for this picture; of a map, that of the unit in its middle. */
  readonly value: number;
  /** What that unit sees of the 32 x 32 input; null for dense units, which see all. */
  readonly field: ReceptiveField | null;
  /** Share of the steps that are done, 0..1. */
  readonly done: number;
}

/**
 * Gradient ascent on the pixels. All but the ascent keeps it from patterns that excite a network and look like nothing
 * (Mordvintsev, Olah, Tyka: "Inceptionism", 2015; Olah, Mordvintsev, Schubert: "Feature Visualization", Distill 2017):
 * a jitter of a pixel, a light blur now and then, and ink that goes where nothing holds it. Chosen by eye.
 */
const recipe = {
  steps: 150,
  /** Ink that the steepest pixel gains in the first step, and the share of it that is gone by the last. */
  stepInk: 0.4,
  decay: 0.4,
  /** In each step every pixel loses this share of its ink, and this much ink. */
  fade: 0.01,
  wipe: 0.015,
  /** Every so many steps a pixel takes this share of each neighbour's ink; not in the last ones, so that it ends sharp. */
  blurEvery: 4,
  blur: 0.14,
  blurUntil: 130,
  /** Side of the smallest field for which a pixel of jitter is light. */
  leastJittered: 12,
  /** Most ink of a pixel to begin with. */
  noise: 0.2,
  /** Steps between two reports. */
  reportEvery: 5,
};

/**
 * The picture that excites a target most, from seeded noise: reported every few steps, so that whoever iterates can
 * show it or stop. The same network, target and seed give the same picture.
 * @param seed any 32-bit integer
 */
export function* optimisedPicture(
  network: Network,
  target: Target,
  seed: number,
): Generator<OptimisedPicture> {
  const { architecture, parameters } = network;
  const random = randomFromSeed(seed);
  const unit = middleUnit(architecture, target);
  const field = inputField(architecture, unit);
  const jitters = !field || field.rowTo - field.rowFrom >= recipe.leastJittered;
  let picture = noise(random);
  for (let step = 1; step <= recipe.steps; step++) {
    const [down, right] = jitters ? [random.integer(-1, 1), random.integer(-1, 1)] : [0, 0];
    const { gradient } = referenceUnitGradient(architecture, parameters, shifted(picture, down, right), unit);
    climb(picture, gradient, down, right, recipe.stepInk * (1 - (recipe.decay * step) / recipe.steps));
    if (step % recipe.blurEvery === 0 && step <= recipe.blurUntil) picture = blurred(picture);
    if (step % recipe.reportEvery !== 0) continue;
    const digit = bytesOf(picture);
    const seen = referenceForward(architecture, parameters, padToInput32(digit28(digit)));
    yield {
      digit,
      value: unitValue(architecture, Float32Array.from(seen), unit),
      field,
      done: step / recipe.steps,
    };
  }
}

/** Only the 28 x 28 pixels that a digit can have ink in. */
function* inkedPixels(): Generator<readonly [row: number, column: number, index: number]> {
  for (let row = padding; row < padding + digitSide; row++)
    for (let column = padding; column < padding + digitSide; column++)
      yield [row, column, row * inputSide + column];
}
const inked = [...inkedPixels()];

function noise(random: Random): Input32 {
  const picture = new Float32Array(inputSize);
  for (const [, , index] of inked) picture[index] = recipe.noise * random.uniform();
  return picture as Input32;
}

/** The picture moved by some pixels; what leaves the padded input is lost. */
function shifted(picture: Input32, down: number, right: number): Input32 {
  if (down === 0 && right === 0) return picture;
  const moved = new Float32Array(inputSize);
  for (const [row, column, index] of inked)
    moved[(row + down) * inputSide + column + right] = picture[index] as number;
  return moved as Input32;
}

/** One step uphill, as long for a flat slope as for a steep one. */
function climb(picture: Input32, gradient: Float64Array, down: number, right: number, stepInk: number): void {
  const steepest = gradient.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  const scale = steepest > 0 ? stepInk / steepest : 0;
  for (const [row, column, index] of inked) {
    const slope = gradient[(row + down) * inputSide + column + right] as number;
    const ink = (picture[index] as number) * (1 - recipe.fade) - recipe.wipe + scale * slope;
    picture[index] = Math.max(0, Math.min(1, ink));
  }
}

function blurred(picture: Input32): Input32 {
  const soft = new Float32Array(inputSize);
  for (const [, , index] of inked) {
    const around = [index - inputSide, index - 1, index + 1, index + inputSide];
    const sum = around.reduce((total, neighbour) => total + (picture[neighbour] as number), 0);
    soft[index] = (1 - 4 * recipe.blur) * (picture[index] as number) + recipe.blur * sum;
  }
  return soft as Input32;
}

function bytesOf(picture: Input32): Uint8Array {
  const digit = new Uint8Array(digitSize);
  for (const [at, [, , index]] of inked.entries()) digit[at] = Math.round(255 * (picture[index] as number));
  return digit;
}
