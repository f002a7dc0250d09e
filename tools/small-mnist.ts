import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, expect } from 'vitest';
import type { MnistFile } from '../src/data/sources/mnist.ts';
import { createMnistSource, type MnistSource } from '../src/data/sources/mnist-source.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { digitSize } from '../src/network/rasters.ts';
import type { DataCache } from '../src/storage/data-cache.ts';
import { type DataServer, give, type Manner, serveData } from './data-server.ts';

/** For tests: a data set in MNIST's form, 790 images of noise, and servers that give it. */

/** Each image tells its place, so that labels can be seen to stay with their images. */
export const labelOf = (index: number) => (index * 7 + Math.floor(index / 10)) % 10;

function smallPart(prefix: string, count: number) {
  const random = randomFromSeed(count);
  const images = new Uint8Array(16 + count * digitSize);
  const labels = new Uint8Array(8 + count);
  new DataView(images.buffer).setUint32(0, 0x803);
  for (const [i, value] of [count, 28, 28].entries()) new DataView(images.buffer).setUint32(4 + 4 * i, value);
  new DataView(labels.buffer).setUint32(0, 0x801);
  new DataView(labels.buffer).setUint32(4, count);
  for (let i = 0; i < count; i++) {
    const digit = images.subarray(16 + i * digitSize, 16 + (i + 1) * digitSize);
    for (let at = 2; at < digitSize; at++) digit[at] = random.integer(0, 255);
    digit[0] = i >> 8;
    digit[1] = i & 255;
    labels[8 + i] = labelOf(i);
  }
  const file = (kind: string, bytes: Uint8Array, items: number): MnistFile => ({
    name: `${prefix}-${kind}-ubyte.gz`,
    items,
    byteLength: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    bytes: { images, labels },
    files: { images: file('images-idx3', images, count), labels: file('labels-idx1', labels, count) },
  };
}

export const small = { train: smallPart('train', 700), test: smallPart('t10k', 90) };
export const files = { train: small.train.files, test: small.test.files };
export const trainImages = files.train.images.name;
export const plainBytes = new Map(
  Object.values(small).flatMap(({ bytes, files }) => [
    [files.images.name, bytes.images],
    [files.labels.name, bytes.labels],
  ]),
);
const packedBytes = new Map([...plainBytes].map(([name, bytes]) => [name, new Uint8Array(gzipSync(bytes))]));
export const packed = (name: string) => packedBytes.get(name) as Uint8Array;
export const plain = (name: string) => plainBytes.get(name) as Uint8Array;

/** Closed after each test. */
export const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

export async function server(answer: Parameters<typeof serveData>[0]): Promise<DataServer> {
  const serving = await serveData(answer);
  opened.push(serving);
  return serving;
}
/** Gives every file whole, packed. */
export const wholeServer = () => server((ask, response) => give(packed(ask.file), ask, response));
/** Gives every file whole but the training images: those in other manners, one request after the other. */
export function spoiltServer(manners: readonly Manner[], bytes = packed(trainImages)): Promise<DataServer> {
  let request = 0;
  return server((ask, response) => {
    if (ask.file !== trainImages) return give(packed(ask.file), ask, response);
    give(bytes, ask, response, manners[Math.min(request++, manners.length - 1)]);
  });
}

export function sourceOf(
  servers: readonly (DataServer | string)[],
  cache: DataCache | null = null,
): MnistSource {
  const places = servers.map((place) => (typeof place === 'string' ? place : place.address));
  const source = createMnistSource({ places, cache, files, stallMs: 400 });
  opened.push({ close: () => source.dispose() });
  return source;
}

/** Everything arrived, in its order, each image with its label. */
export async function expectAll(source: MnistSource): Promise<void> {
  source.start();
  await Promise.all([source.parts.train.atLeast(700), source.parts.test.atLeast(90)]);
  for (const part of ['train', 'test'] as const) {
    const { digits, labels, count, total } = source.parts[part];
    expect([count, total]).toEqual([files[part].labels.items, files[part].labels.items]);
    expect(Buffer.compare(digits, small[part].bytes.images.subarray(16))).toBe(0);
    expect(Buffer.compare(labels, small[part].bytes.labels.subarray(8))).toBe(0);
  }
}
