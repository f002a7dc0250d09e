import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isGzip } from '../data/idx/idx.ts';
import { type MnistFile, mnistFiles, mnistMirrors } from '../data/sources/mnist.ts';
import { messageOf } from '../lib/expect.ts';
import { unpackChecked } from './mnist-files.ts';

/** For command-line use: whether it sends CORS headers is not known. */
const otherMirrors = ['https://storage.googleapis.com/cvdf-datasets/mnist/'];
const timeoutMs = 120_000;

interface Download {
  readonly directory: string;
  /** Addresses that a file's name follows, in the order they are tried. */
  readonly mirrors?: readonly string[];
  /** The four of MNIST when left out. */
  readonly files?: readonly MnistFile[];
  report(line: string): void;
}

/**
 * Fills the folder with MNIST's files, each from the first mirror that gives it with the right digest.
 * Files that are there already are kept.
 * @throws Error listing what each mirror answered
 */
export async function downloadMnist({
  directory,
  mirrors = [...mnistMirrors, ...otherMirrors],
  files = Object.values(mnistFiles).flatMap(({ images, labels }) => [images, labels]),
  report,
}: Download): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const file of files) {
    const path = join(directory, file.name);
    if (await isThere(file, path)) {
      report(`${file.name}: here already`);
      continue;
    }
    const { packed, mirror } = await fromFirst(mirrors, file);
    await writeFile(`${path}.part`, packed);
    await rename(`${path}.part`, path);
    report(`${file.name}: ${packed.length.toLocaleString('en-GB')} bytes from ${mirror}`);
  }
}

async function isThere(file: MnistFile, path: string): Promise<boolean> {
  try {
    unpackChecked(file, await readFile(path));
    return true;
  } catch {
    return false; // Missing or damaged: either way it has to be fetched.
  }
}

async function fromFirst(mirrors: readonly string[], file: MnistFile) {
  const refusals: string[] = [];
  for (const mirror of mirrors) {
    try {
      const response = await fetch(mirror + file.name, { signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) throw new Error(`expected status 200, got ${response.status}`);
      const received = new Uint8Array(await response.arrayBuffer());
      const bytes = unpackChecked(file, received);
      // Some servers unpack on the way; the file's name says that it is packed.
      return { mirror, packed: isGzip(received) ? received : gzipSync(bytes) };
    } catch (error) {
      refusals.push(`  ${mirror}: ${messageOf(error)}`);
    }
  }
  throw new Error(`${file.name}: no mirror gave it\n${refusals.join('\n')}`);
}
