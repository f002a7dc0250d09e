import { createDistorter, type Distortion } from '../data/distortion/distortion.ts';
import { addVariant, type Variants } from '../data/distortion/variants.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { seedOf } from '../data/order/chance.ts';
import { permutedEpoch } from '../data/order/epoch-order.ts';
import { writeSynthetic } from '../data/sources/write-synthetic.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { anyKind, synthesiseNoDigit } from '../digits/synthesis/no-digits.ts';
import { rewrite } from '../digits/synthesis/rewrite.ts';
import type { Style } from '../digits/synthesis/styles.ts';
import { anyPen } from '../digits/synthesis/synthesise.ts';
import { type Random, randomFromSeed } from '../lib/random.ts';
import { noDigit } from '../network/labels.ts';
import { digitSize } from '../network/rasters.ts';
import { digitAt, selectDigits } from '../run/run-data.ts';
import type { StrokesDigit } from './strokes-file.ts';

/** Splits by a seeded permutation: the last `count` of it are for validation and never trained on. */
export function splitForValidation(
  all: LabelledDigits,
  count: number,
  seed: number,
): { readonly training: LabelledDigits; readonly validation: LabelledDigits } {
  const { places } = permutedEpoch(randomFromSeed(seed), all.labels.length);
  const cut = places.length - count;
  return {
    training: selectDigits(all, places.subarray(0, cut)),
    validation: selectDigits(all, places.subarray(cut)),
  };
}

/** What an epoch is made of beside the training images, and how images are changed. */
export interface Recipe {
  /** Of MNIST's images. */
  readonly distortion: Distortion;
  /** How often each of MNIST's images comes in an epoch, each time distorted in another way. */
  readonly repeats: number;
  /** The last epochs come closer to digits as they are. */
  readonly settling: Settling;
  readonly variants: Variants;
  readonly synthetic: SyntheticRecipe;
  readonly pens: PensRecipe;
  /**
   * Scribbles, letters and numbers of several digits, these in the same styles, in every epoch: a network
   * learns not to know them.
   */
  readonly noDigits: number;
}

/** Digits that nobody wrote in every epoch, and the styles they are in. */
interface SyntheticRecipe {
  readonly digits: number;
  readonly styles: readonly Style[];
  /** Of all that strokes make. Weaker than that of MNIST's images: hands vary by themselves. */
  readonly distortion: Distortion;
}

/** Digits of people, as strokes of their pens. */
interface PensRecipe {
  /** How many in every epoch, each written anew. */
  readonly digits: number;
  readonly strokes: readonly StrokesDigit[];
}

/** Distortions of MNIST's images grow weaker, linearly: `share` of their strength at the end. */
interface Settling {
  /** The last epoch at full strength, and the run's last. */
  readonly fromEpoch: number;
  readonly toEpoch: number;
  readonly share: number;
}

/** After so many epochs the synthetic digits come again, distorted in another way. */
const syntheticChapters = 8;

/**
 * Makes the images of one epoch after the other: all training images and a share of synthetic digits, in
 * an order and distorted in a way of its own. An epoch is a function of the seed and its number alone, so
 * that whoever makes it, and when, does not matter.
 */
export function createEpochMaker(
  training: LabelledDigits,
  recipe: Recipe,
  seed: number,
): (epoch: number) => LabelledDigits {
  const chapters = new Map<number, LabelledDigits>();
  const distortSynthetic = createDistorter(recipe.synthetic.distortion);
  const source = new Uint8Array(digitSize);
  const written = training.labels.length;
  const writtenLength = written * recipe.repeats;
  const length = writtenLength + recipe.synthetic.digits + recipe.pens.digits + recipe.noDigits;

  const chapterOf = (epoch: number) => {
    const number = epoch % syntheticChapters;
    const made =
      chapters.get(number) ??
      joined([
        syntheticDigits(recipe.synthetic.digits, seedOf(~seed, number + 1), recipe.synthetic.styles),
        rewrittenDigits(recipe.pens, seedOf(seed ^ 0x1b873593, number + 1)),
        syntheticNoDigits(recipe.noDigits, seedOf(seed ^ 0x5bd1e995, number + 1), recipe.synthetic.styles),
      ]);
    chapters.set(number, made);
    return made;
  };

  return (epoch) => {
    const random = randomFromSeed(seedOf(seed, epoch + 1));
    const synthetic = chapterOf(epoch);
    const distortWritten = createDistorter(weakened(recipe.distortion, strengthAt(epoch, recipe.settling)));
    const { places } = permutedEpoch(random, length);
    const digits = new Uint8Array(length * digitSize);
    const labels = new Uint8Array(length);
    for (const [to, from] of places.entries()) {
      const target = digitAt(digits, to);
      if (from < writtenLength) {
        const label = training.labels[from % written] as number;
        source.set(digitAt(training.digits, from % written));
        addVariant(source, label, recipe.variants, random);
        distortWritten(source, target, random);
        labels[to] = label;
      } else {
        distortSynthetic(digitAt(synthetic.digits, from - writtenLength), target, random);
        labels[to] = synthetic.labels[from - writtenLength] as number;
      }
    }
    return { digits, labels };
  };
}

function strengthAt(epoch: number, { fromEpoch, toEpoch, share }: Settling): number {
  if (epoch <= fromEpoch) return 1;
  return 1 - (1 - share) * Math.min(1, (epoch - fromEpoch) / (toEpoch - fromEpoch));
}

function weakened(distortion: Distortion, strength: number): Distortion {
  const weaker = Object.entries(distortion).map(([name, limit]) => [name, strength * limit]);
  return Object.fromEntries(weaker) as Distortion;
}

export function syntheticDigits(count: number, seed: number, among: readonly Style[]): LabelledDigits {
  const made = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
  const random = randomFromSeed(seed);
  for (let at = 0; at < count; at++) writeSynthetic(random, made, at, among);
  return made;
}

/**
 * Digits of people, each written anew. A person who wrote hundreds comes more often than one who wrote thirty,
 * but not as much more often: by the square root.
 */
export function rewrittenDigits({ strokes, digits: count }: PensRecipe, seed: number): LabelledDigits {
  const made = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
  const random = randomFromSeed(seed);
  const choose = chooserAmong(strokes);
  for (let at = 0; at < count; ) {
    const { label, strokes } = choose(random);
    const drawing = { strokes: rewrite(strokes, random), picture: null };
    const normalised = normalise(drawing, { lineWidth: anyPen(random) });
    if (!normalised) continue;
    made.digits.set(normalised.digit, at * digitSize);
    made.labels[at] = label;
    at += 1;
  }
  return made;
}

function chooserAmong(strokes: readonly StrokesDigit[]): (random: Random) => StrokesDigit {
  const writers = new Set(strokes.map(({ writer }) => writer));
  const byWriter = [...writers].map((writer) => strokes.filter((digit) => digit.writer === writer));
  const ends: number[] = [];
  for (const own of byWriter) ends.push((ends.at(-1) ?? 0) + Math.sqrt(own.length));
  return (random) => {
    const place = random.uniform() * (ends.at(-1) ?? 0);
    const own = byWriter[ends.findIndex((end) => place < end)] as StrokesDigit[];
    return own[random.integer(0, own.length - 1)] as StrokesDigit;
  };
}

/** Images that are no digit, of all kinds alike, labelled so. */
export function syntheticNoDigits(count: number, seed: number, among: readonly Style[]): LabelledDigits {
  const digits = new Uint8Array(count * digitSize);
  const random = randomFromSeed(seed);
  for (let at = 0; at < count; ) {
    const normalised = normalise(synthesiseNoDigit(random, anyKind(random), among).drawing);
    if (!normalised) continue;
    digits.set(normalised.digit, at * digitSize);
    at += 1;
  }
  return { digits, labels: new Uint8Array(count).fill(noDigit) };
}

function joined(parts: readonly LabelledDigits[]): LabelledDigits {
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const all = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
  let at = 0;
  for (const { digits, labels } of parts) {
    all.digits.set(digits, at * digitSize);
    all.labels.set(labels, at);
    at += labels.length;
  }
  return all;
}
