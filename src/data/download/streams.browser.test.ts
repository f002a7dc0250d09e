import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import { dataCacheName, openDataCache } from '../../storage/data-cache.ts';
import { openFiles } from '../sources/file-source.ts';
import { createMnistSource } from '../sources/mnist-source.ts';
import { DamagedGzipError, Unpacker } from './unpacker.ts';

/** What Node cannot tell: the browser's own decompressor, its files and its cache. */

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
const random = randomFromSeed(5);
const content = Uint8Array.from({ length: 300_000 }, () => random.integer(0, 50));

/** Everything that a taker gets, which has had enough after `enough` bytes. */
function collector(enough = Number.POSITIVE_INFINITY) {
  const taken = new Uint8Array(2 * content.length);
  const state = { length: 0, calls: 0 };
  const take = (bytes: Uint8Array) => {
    taken.set(bytes, state.length);
    state.length += bytes.length;
    state.calls += 1;
    return state.length < enough;
  };
  return { take, state, bytes: () => taken.subarray(0, state.length) };
}

describe("unpacking with the browser's decompressor", () => {
  test.each([1, 999, 70_000])('pieces of %i bytes', async (size) => {
    const packed = await gzip(content.slice(0, size === 1 ? 3000 : undefined));
    const { take, bytes } = collector();
    const unpacker = new Unpacker(take);
    for (let at = 0; at < packed.length; at += size) await unpacker.write(packed.subarray(at, at + size));
    await unpacker.end();
    expect(unpacker.isGzip).toBe(true);
    expect(bytes()).toEqual(content.subarray(0, bytes().length));
    expect(bytes().length).toBe(size === 1 ? 3000 : content.length);
  });

  test('hands on what has come before the rest comes', async () => {
    const packed = await gzip(content);
    const { take, state } = collector();
    const unpacker = new Unpacker(take);
    await unpacker.write(packed.subarray(0, packed.length / 2));
    await expect.poll(() => state.length).toBeGreaterThan(content.length * 0.4);
    unpacker.abandon();
  });

  test('damaged and truncated gzip is told from a taker that refuses', async () => {
    const packed = await gzip(content);
    const truncated = new Unpacker(collector().take);
    await truncated.write(packed.subarray(0, 90_000));
    await expect(truncated.end()).rejects.toBeInstanceOf(DamagedGzipError);
    const damaged = new Unpacker(collector().take);
    const spoilt = packed.slice().fill(0, 50_000, 50_100);
    const all = damaged.write(spoilt).then(() => damaged.end());
    await expect(all).rejects.toBeInstanceOf(DamagedGzipError);
    const refusing = new Unpacker(() => {
      throw new Error('not this');
    });
    await expect(refusing.write(packed).then(() => refusing.end())).rejects.toThrow('not this');
  });

  test('a bomb stops at the first slice after its taker has enough', async () => {
    const bomb = await gzip(new Uint8Array(100 << 20));
    let taken = 0;
    const unpacker = new Unpacker((bytes) => {
      taken += bytes.length;
      return taken < 1000;
    });
    await unpacker.write(bomb);
    await unpacker.end();
    expect(taken).toBeLessThan(9 << 20);
  });
});

describe('sources in the browser', () => {
  const clear = () => caches.delete(dataCacheName);
  beforeEach(clear);
  afterEach(clear);

  const header = (...values: number[]) => {
    const bytes = new Uint8Array(4 * values.length);
    for (const [i, value] of values.entries()) new DataView(bytes.buffer).setUint32(4 * i, value);
    return bytes;
  };
  const count = 500;
  const images = new Uint8Array([...header(0x803, count, 28, 28), ...new Uint8Array(count * digitSize)]);
  for (let i = 0; i < count; i++) images.set([i >> 8, i & 255], 16 + i * digitSize);
  const labels = new Uint8Array([
    ...header(0x801, count),
    ...Array.from({ length: count }, (_, i) => i % 10),
  ]);

  test('files that are dropped, packed', async () => {
    const files = [new File([await gzip(images)], 'a.gz'), new File([await gzip(labels)], 'b.gz')];
    const opened = await openFiles(files);
    if (!opened.ok) throw new Error(opened.reason);
    const { train, test } = opened.source.parts;
    expect([train.count, test.count]).toEqual([450, 50]);
    for (const { digits, labels: classes } of [train, test]) {
      const places = Array.from(
        classes,
        (_, i) => (digits[i * digitSize] ?? 0) * 256 + (digits[i * digitSize + 1] ?? 0),
      );
      expect(places.map((place) => place % 10)).toEqual([...classes]);
    }
  });

  test('a source that finds its files in Cache Storage, and no server', async () => {
    const hex = async (bytes: Uint8Array<ArrayBuffer>) =>
      [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('');
    const known = async (name: string, bytes: Uint8Array<ArrayBuffer>) => ({
      name: `${name}.gz`,
      items: count,
      byteLength: bytes.length,
      sha256: await hex(bytes),
    });
    const part = async (name: string) => ({
      images: await known(`${name}-images`, images),
      labels: await known(`${name}-labels`, labels),
    });
    const files = { train: await part('train'), test: await part('test') };
    const cache = openDataCache();
    for (const name of ['train', 'test']) {
      await cache.write(`${name}-images`, [images]);
      await cache.write(`${name}-labels`, [labels]);
    }
    const source = createMnistSource({ places: [], cache, files });
    source.start();
    await Promise.all([source.parts.train.atLeast(count), source.parts.test.atLeast(count)]);
    expect(source.parts.train.digits).toEqual(images.subarray(16));
    expect([...source.parts.test.labels]).toEqual([...labels.subarray(8)]);
    expect(source.status().parts.train.from).toBe("this browser's cache");
    await expect.poll(() => source.status().cachedBytes).toBe(2 * (images.length + labels.length));
    expect(await source.deleteCache()).toBeNull();
    expect(source.status().cachedBytes).toBeNull();
    source.dispose();
  });
});
