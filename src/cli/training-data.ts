import { createDistorter, type Distortion } from '../datasets/distortion.ts';
import type { LabelledDigits } from '../datasets/labelled-digits.ts';
import { addVariant, type Variants } from '../datasets/variants.ts';
import { digitSize } from '../lenet/rasters.ts';
import { randomFromSeed, shuffle } from '../lib/random.ts';

/** Splits by a seeded permutation: the last `count` of it are for validation and never trained on. */
export function splitForValidation(
  all: LabelledDigits,
  count: number,
  seed: number,
): { readonly training: LabelledDigits; readonly validation: LabelledDigits } {
  const order = permutation(all.labels.length, seed);
  const cut = order.length - count;
  return { training: select(all, order.subarray(0, cut)), validation: select(all, order.subarray(cut)) };
}

/** How images are changed before the network sees them. */
export interface Augmentation {
  readonly distortion: Distortion;
  readonly variants: Variants;
}

/**
 * The images of one epoch: all of them, in an order and distorted in a way of its own. A function of the
 * seed and the epoch alone, so that whoever makes it, and when, does not matter.
 */
export function makeEpoch(
  training: LabelledDigits,
  { distortion, variants }: Augmentation,
  seed: number,
  epoch: number,
): LabelledDigits {
  const random = randomFromSeed(seedOf(seed, epoch));
  const { length } = training.labels;
  const order = shuffle(
    Uint32Array.from({ length }, (_, i) => i),
    random,
  );
  const distort = createDistorter(distortion);
  const source = new Uint8Array(digitSize);
  const digits = new Uint8Array(length * digitSize);
  const labels = new Uint8Array(length);
  for (let to = 0; to < length; to++) {
    const from = order[to] as number;
    const label = training.labels[from] as number;
    labels[to] = label;
    source.set(digitAt(training.digits, from));
    addVariant(source, label, variants, random);
    distort(source, digitAt(digits, to), random);
  }
  return { digits, labels };
}

/** Epochs far apart in the generator's sequence for any two small seeds. */
function seedOf(seed: number, epoch: number): number {
  return Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b);
}

function permutation(length: number, seed: number): Uint32Array {
  return shuffle(
    Uint32Array.from({ length }, (_, i) => i),
    randomFromSeed(seed),
  );
}

function select({ digits, labels }: LabelledDigits, order: Uint32Array): LabelledDigits {
  const chosen = new Uint8Array(order.length * digitSize);
  for (const [to, from] of order.entries()) chosen.set(digitAt(digits, from), to * digitSize);
  return { digits: chosen, labels: Uint8Array.from(order, (from) => labels[from] as number) };
}

function digitAt(digits: Uint8Array, index: number): Uint8Array {
  return digits.subarray(index * digitSize, (index + 1) * digitSize);
}
