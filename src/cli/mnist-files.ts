import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isGzip, parseImages, parseLabels } from '../data/idx/idx.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { PartName } from '../data/sources/digit-source.ts';
import { type MnistFile, mnistFiles } from '../data/sources/mnist.ts';
import { expectThat, messageOf } from '../lib/expect.ts';

/** Where MNIST is on this machine: $MNIST_DIR, else data/mnist (filled by `npm run fetch:mnist`). */
export function mnistDirectory(): string {
  return resolve(process.env.MNIST_DIR || 'data/mnist');
}

/**
 * Reads one part of MNIST from disk, gzip or not, and checks its digest.
 * @throws Error telling what to do when a file is missing; ExpectationError when it is another file
 */
export async function readMnist(part: PartName, directory = mnistDirectory()): Promise<LabelledDigits> {
  const { images, labels } = mnistFiles[part];
  const [imageBytes, labelBytes] = await Promise.all([
    readChecked(images, directory),
    readChecked(labels, directory),
  ]);
  return { digits: parseImages(imageBytes, images.name), labels: parseLabels(labelBytes, labels.name) };
}

async function readChecked(file: MnistFile, directory: string): Promise<Uint8Array> {
  return unpackChecked(file, await readEither(join(directory, file.name)));
}

/**
 * The unpacked bytes of one of MNIST's files, gzip or not.
 * @throws Error when the gzip is damaged; ExpectationError when it is another file
 */
export function unpackChecked({ name, sha256 }: MnistFile, packed: Uint8Array): Uint8Array {
  const bytes = isGzip(packed) ? unpack(packed, name) : packed;
  const digest = createHash('sha256').update(bytes).digest('hex');
  expectThat(digest === sha256, `${name}, SHA-256 of the unpacked bytes`, sha256, digest);
  return bytes;
}

/** The file, or the same without ".gz". */
async function readEither(path: string): Promise<Uint8Array> {
  for (const candidate of [path, path.replace(/\.gz$/, '')]) {
    try {
      return await readFile(candidate);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error(
    `MNIST: ${path} does not exist. Name the folder of its four files (MNIST_DIR=... npm run ...), ` +
      'or fetch them (npm run fetch:mnist)',
  );
}

function unpack(file: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(file);
  } catch (error) {
    throw new Error(`${name}: damaged gzip (${messageOf(error)})`);
  }
}
