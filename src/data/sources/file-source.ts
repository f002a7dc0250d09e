import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { type Result, refusedFor } from '../../lib/result.ts';
import { digitSide, digitSize } from '../../network/rasters.ts';
import { expectLabels } from '../idx/idx.ts';
import { type IdxFile, readIdxFile } from '../idx/idx-file.ts';
import type { LabelledDigits } from '../labelled-digits.ts';
import { permutedEpoch } from '../order/epoch-order.ts';
import type { DataStatus, DigitSource, PartName, PartStatus } from './digit-source.ts';
import { GrowingDigits } from './growing-digits.ts';
import { mnistFiles } from './mnist.ts';

/** A set without test images lends a tenth of its own, drawn with this seed. */
const testShare = 0.1;
const testSeed = 1;
const fewest = 10;

/**
 * Files from the person's disk: IDX images of 28 x 28 with labels 0 to 9, packed or not, told apart by
 * what is in them. One pair of images and labels, or two: then the one named "t10k" or "test", else the
 * smaller, is for testing.
 * @returns a reason that names the file, what was expected and what came, when they cannot be used
 */
export async function openFiles(files: readonly File[]): Promise<Result<{ readonly source: DigitSource }>> {
  try {
    const read: IdxFile[] = [];
    for (const file of files) read.push(await readIdxFile(file));
    return { ok: true, source: sourceOf(pairs(read)) };
  } catch (error) {
    return refusedFor(error);
  }
}

interface Pair {
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

/** Images and labels of the same count belong together; where that leaves a choice, their names do. */
function pairs(files: readonly IdxFile[]): Pair[] {
  const images = files.filter(({ kind }) => kind === 'images');
  let labels = files.filter(({ kind }) => kind === 'labels');
  const named = plural(
    images.length,
  )`${images.length} file of images and ${labels.length} of labels | ${images.length} files of images and ${labels.length} of labels`;
  if (images.length < 1 || images.length > 2 || labels.length !== images.length)
    throw refusal(t`one or two files of images with one file of labels each`, named);
  return images.map((image) => {
    const fitting = labels.filter(({ count }) => count === image.count);
    const match = fitting.find(({ name }) => isTest(name) === isTest(image.name)) ?? fitting[0];
    if (!match) {
      const got = labels.map(({ name, count }) => t`${formatCount(count)} in ${name}`).join(', ');
      throw refusal(t`${formatCount(image.count)} labels for ${image.name}`, got);
    }
    labels = labels.filter((other) => other !== match);
    expectLabels(match.bytes, match.name);
    return { images: image, labels: match };
  });
}

function isTest(name: string): boolean {
  return /t10k|test/i.test(name);
}

function sourceOf(found: readonly Pair[]): DigitSource {
  const bySize = [...found].sort((a, b) => b.images.count - a.images.count);
  const test =
    bySize.length > 1 ? (bySize.find(({ images }) => isTest(images.name)) ?? bySize[1]) : undefined;
  const train = bySize.find((pair) => pair !== test) as Pair;
  const name = [train, test].every(isMnist) ? 'MNIST' : titleOf(train.images.name);
  const notes = found.flatMap(({ images }) => lightOnDark(images));
  if (test) return fileSource(name, { train: digitsOf(train), test: digitsOf(test) }, found, notes);
  const { count } = train.images;
  expectThat(count >= fewest, train.images.name, t`at least ${fewest} images`, count);
  const split = withoutTenth(digitsOf(train));
  const lent = formatCount(split.test.labels.length);
  const note = t`${name}: expected test images too, got none; ${lent} of the ${formatCount(count)} images, drawn at random with seed ${testSeed}, are kept for testing.`;
  return fileSource(name, split, found, [...notes, note]);
}

/** MNIST is light on dark. Images whose corners are light are turned over, in place. @returns what to say */
function lightOnDark({ name, count, bytes }: IdxFile): string[] {
  const corners = [0, digitSide - 1, digitSize - digitSide, digitSize - 1];
  let light = 0;
  for (let image = 0; image < count; image++) {
    for (const corner of corners) if ((bytes[image * digitSize + corner] as number) > 127) light += 1;
  }
  if (light <= 2 * count) return [];
  for (let at = 0; at < bytes.length; at++) bytes[at] = 255 - (bytes[at] as number);
  return [
    t`${name}: expected light digits on a dark ground, got dark ones on a light ground; they are inverted.`,
  ];
}

function digitsOf({ images, labels }: Pair): LabelledDigits {
  return { digits: images.bytes, labels: labels.bytes };
}

/** Moves a seeded tenth out, in place: 47 MB are not copied for it. Both keep the order of the file. */
function withoutTenth({ digits, labels }: LabelledDigits): Record<PartName, LabelledDigits> {
  const count = labels.length;
  const { places } = permutedEpoch(randomFromSeed(testSeed), count);
  const lent = new Set(places.subarray(0, Math.round(count * testShare)));
  const test = { digits: new Uint8Array(lent.size * digitSize), labels: new Uint8Array(lent.size) };
  let tested = 0;
  let trained = 0;
  for (let from = 0; from < count; from++) {
    const [part, to] = lent.has(from) ? [test, tested++] : [{ digits, labels }, trained++];
    part.digits.set(digits.subarray(from * digitSize, (from + 1) * digitSize), to * digitSize);
    part.labels[to] = labels[from] as number;
  }
  const train = { digits: digits.subarray(0, trained * digitSize), labels: labels.subarray(0, trained) };
  return { train, test };
}

/** By digest, so that a run on MNIST's own files is one on MNIST, wherever they came from. */
function isMnist(pair: Pair | undefined): boolean {
  const part = Object.values(mnistFiles).find(({ images }) => images.items === pair?.images.count);
  if (!pair || !part) return false;
  return (['images', 'labels'] as const).every((kind) => {
    const hash = sha256.create().update(pair[kind].header).update(pair[kind].bytes);
    return bytesToHex(hash.digest()) === part[kind].sha256;
  });
}

/** "fashion/train-images-idx3-ubyte.gz" -> "train-images-idx3-ubyte". */
function titleOf(name: string): string {
  return name.replace(/\.(gz|idx|ubyte|bin)$/i, '');
}

/** Everything is here from the start, and the status never changes. */
function fileSource(
  name: string,
  { train, test }: Readonly<Record<PartName, LabelledDigits>>,
  files: readonly Pair[],
  problems: readonly string[],
): DigitSource {
  const from = files.map(({ images }) => images.name).join(', ');
  const partStatus = ({ digits, labels }: LabelledDigits): PartStatus => ({
    state: 'complete',
    from,
    bytes: digits.length,
    totalBytes: digits.length,
    images: labels.length,
    totalImages: labels.length,
  });
  const parts = { train: partStatus(train), test: partStatus(test) };
  const status: DataStatus = { name, parts, problems, cachedBytes: null };
  return {
    name,
    whole: true,
    parts: { train: arrived(train), test: arrived(test) },
    start: () => {},
    status: () => status,
    subscribe: () => () => {},
    dispose: () => {},
  };
}

function arrived({ digits, labels }: LabelledDigits): GrowingDigits {
  const parts = new GrowingDigits();
  parts.begin(labels, digits);
  parts.grow(labels.length);
  return parts;
}

function refusal(expected: string, got: string): ExpectationError {
  return new ExpectationError(t`expected ${expected}, got ${got}`);
}
