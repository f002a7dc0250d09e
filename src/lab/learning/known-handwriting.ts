import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { type ArrivingDigits, type DigitSource, DigitSourceError } from '../../data/sources/digit-source.ts';
import { writeSynthetic } from '../../data/sources/write-synthetic.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { synthesiseNoDigit } from '../../digits/synthesis/no-digits.ts';
import { type Random, randomFromSeed } from '../../lib/random.ts';
import { noDigit } from '../../network/labels.ts';
import { digitSize } from '../../network/rasters.ts';
import { selectDigits } from '../../run/run-data.ts';
import { syntheticName } from '../../storage/stored-titles.ts';

/** Handwriting that a network should go on reading while it learns somebody's own. */
export interface KnownHandwriting {
  /** "MNIST", or what stands in for it. */
  readonly name: string;
  /** To learn from; some images are no digit and labelled so. */
  readonly train: LabelledDigits;
  readonly test: LabelledDigits;
}

interface KnownSizes {
  /** Taken evenly from MNIST's training images. */
  readonly written: number;
  /** Synthetic digits beside MNIST, and where there is no MNIST. */
  readonly beside: number;
  readonly instead: number;
  readonly noDigits: number;
  /** Synthetic digits to measure with where there is no MNIST. */
  readonly test: number;
}

const usualSizes: KnownSizes = {
  written: 10_000,
  beside: 2_000,
  instead: 4_000,
  noDigits: 400,
  test: 1_000,
};
const seeds = { train: 2009, noDigits: 1337, test: 0x7fff_ffff };

/**
 * MNIST as far as the browser has it, with synthetic handwriting beside it; else synthetic handwriting.
 * @param mnist that asks no server
 * @param breathe told between slices what share of the synthetic handwriting is written
 * @throws the signal's reason
 */
export async function knownHandwriting(
  mnist: DigitSource,
  breathe: (share: number) => Promise<void>,
  signal: AbortSignal,
  sizes: KnownSizes = usualSizes,
): Promise<KnownHandwriting> {
  const { parts } = mnist;
  const whole = await areWhole([parts.train, parts.test], signal);
  const all = sizes.noDigits + (whole ? sizes.beside : sizes.instead + sizes.test);
  const make = maker(all, breathe, signal);
  const synthetic = await make(whole ? sizes.beside : sizes.instead, seeds.train, writeSynthetic);
  const noDigits = await make(sizes.noDigits, seeds.noDigits, writeNoDigit);
  if (!whole) {
    const test = await make(sizes.test, seeds.test, writeSynthetic);
    return { name: syntheticName, train: joined([synthetic, noDigits]), test };
  }
  const total = parts.train.labels.length;
  const every = Math.max(1, Math.floor(total / sizes.written));
  const places = Array.from({ length: Math.floor(total / every) }, (_, at) => at * every);
  const train = joined([selectDigits(parts.train, places), synthetic, noDigits]);
  return { name: mnist.name, train, test: parts.test };
}

/** What a network is measured with: MNIST's test images where the browser has them, else synthetic digits. */
export async function knownTest(
  mnist: DigitSource,
  breathe: (share: number) => Promise<void>,
  signal: AbortSignal,
  count = usualSizes.test,
): Promise<Pick<KnownHandwriting, 'name' | 'test'>> {
  const { test } = mnist.parts;
  if (await areWhole([test], signal)) return { name: mnist.name, test };
  return {
    name: syntheticName,
    test: await maker(count, breathe, signal)(count, seeds.test, writeSynthetic),
  };
}

async function areWhole(parts: readonly ArrivingDigits[], signal: AbortSignal): Promise<boolean> {
  try {
    await Promise.all(parts.map((part) => part.atLeast(Number.POSITIVE_INFINITY, signal)));
    return true;
  } catch (error) {
    if (error instanceof DigitSourceError) return false;
    throw error;
  }
}

type Write = (random: Random, digits: LabelledDigits, at: number) => void;

/** Digits are made in slices, so that the worker hears when it should stop, and the page that it works. */
function maker(all: number, breathe: (share: number) => Promise<void>, signal: AbortSignal) {
  const slice = 50;
  let done = 0;
  return async (count: number, seed: number, write: Write): Promise<LabelledDigits> => {
    const made = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
    const random = randomFromSeed(seed);
    for (let at = 0; at < count; at++) {
      write(random, made, at);
      done += 1;
      if (at % slice === 0) await breathe(done / all);
      signal.throwIfAborted();
    }
    return made;
  };
}

function writeNoDigit(random: Random, { digits, labels }: LabelledDigits, at: number): void {
  let normalised = normalise(synthesiseNoDigit(random).drawing);
  while (!normalised) normalised = normalise(synthesiseNoDigit(random).drawing);
  digits.set(normalised.digit, at * digitSize);
  labels[at] = noDigit;
}

function joined(all: readonly LabelledDigits[]): LabelledDigits {
  const count = all.reduce((sum, { labels }) => sum + labels.length, 0);
  const digits = new Uint8Array(count * digitSize);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const part of all) {
    digits.set(part.digits.subarray(0, part.labels.length * digitSize), at * digitSize);
    labels.set(part.labels, at);
    at += part.labels.length;
  }
  return { digits, labels };
}
