import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { type Ask, give } from '../../../tools/data-server.ts';
import {
  expectAll,
  files,
  labelOf,
  opened,
  packed,
  plain,
  plainBytes,
  server,
  sourceOf,
  spoiltServer,
  trainImages,
  wholeServer,
} from '../../../tools/small-mnist.ts';
import { digitSize } from '../../network/rasters.ts';
import { openDataCache } from '../../storage/data-cache.ts';
import { DigitSourceError } from './digit-source.ts';
import { createMnistSource } from './mnist-source.ts';

describe('a source from a server', () => {
  test('takes labels before images, training before test, and tells how far it is', async () => {
    const serving = await wholeServer();
    const source = sourceOf([serving]);
    expect(source.status().parts.train.state).toBe('waiting');
    expect(source.parts.train.total).toBeNull();
    await expectAll(source);
    const { train: trainFiles, test: testFiles } = files;
    const order = [trainFiles.labels, trainFiles.images, testFiles.labels, testFiles.images];
    expect(serving.asked).toEqual(order.map(({ name }) => name));
    await expect.poll(() => source.status().parts.test.state).toBe('complete');
    const bytes = packed(trainImages).length + packed(trainFiles.labels.name).length;
    expect(source.status()).toMatchObject({
      name: 'MNIST',
      parts: {
        train: { state: 'complete', from: 'this site', bytes, totalBytes: bytes, images: 700 },
        test: { state: 'complete', images: 90, totalImages: 90 },
      },
      problems: [],
      cachedBytes: null,
    });
  });

  test('takes files that the server, or the line, has unpacked already', async () => {
    await expectAll(sourceOf([await server((ask, response) => give(plain(ask.file), ask, response))]));
    const encoded = { headers: { 'content-encoding': 'gzip' } };
    await expectAll(
      sourceOf([await server((ask, response) => give(packed(ask.file), ask, response, encoded))]),
    );
  });

  test('hands out images while the rest is on its way, each with its label', async () => {
    // Pieces of 5,003 bytes: no whole number of them makes an image.
    const serving = await server((ask, response) => {
      const bytes = plain(ask.file);
      let at = 0;
      const next = () => {
        response.write(bytes.subarray(at, at + 5003));
        at += 5003;
        if (at >= bytes.length) response.end();
        else setImmediate(next);
      };
      next();
    });
    const source = sourceOf([serving]);
    source.start();
    const { train } = source.parts;
    const counts: number[] = [];
    for (let wanted = 1; wanted <= 700; wanted = train.count + 1) {
      await train.atLeast(wanted);
      counts.push(train.count);
      expect(train.total).toBe(700);
      const here = Array.from({ length: train.count }, (_, i) => i);
      const told = here.map((i) => train.digits.subarray(i * digitSize, i * digitSize + 2));
      expect(told.map(([high = 0, low = 0]) => high * 256 + low)).toEqual(here);
      expect([...train.labels.subarray(0, train.count)]).toEqual(here.map(labelOf));
    }
    expect(counts.length).toBeGreaterThan(5);
  });

  test('only the parts that were asked for are loaded', async () => {
    const serving = await wholeServer();
    const source = createMnistSource({ places: [serving.address], cache: null, files, parts: ['test'] });
    source.start();
    await source.parts.test.atLeast(90);
    await expect.poll(() => source.status().parts.test.state).toBe('complete');
    expect(serving.asked).toEqual([files.test.labels.name, files.test.images.name]);
    expect(source.status().parts.train.state).toBe('waiting');
  });

  test('one who stops waiting is let go, and so is everyone when it is closed', async () => {
    const source = sourceOf([await spoiltServer([{ silentAfter: 30_000 }])]);
    source.start();
    const leaving = new AbortController();
    const wait = source.parts.train.atLeast(700, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(wait).rejects.toThrow('left');
    await expect(source.parts.train.atLeast(1, leaving.signal)).rejects.toThrow('left');
    await source.parts.train.atLeast(10);
    const other = source.parts.train.atLeast(700);
    source.dispose();
    await expect(other).rejects.toThrow('loading was stopped');
    expect(source.parts.train.count).toBeGreaterThanOrEqual(10);
  });
});

describe('when no place gives a file', () => {
  test('those who wait are told what each place answered and what to do, and another start tries again', async () => {
    let online = false;
    const answers = (ask: Ask, response: Parameters<typeof give>[2]) => {
      if (online || ask.file === files.train.labels.name) give(packed(ask.file), ask, response);
      else response.writeHead(404).end();
    };
    const [one, two] = [await server(answers), await server(answers)];
    const source = sourceOf([one, two]);
    source.start();
    const waiting = source.parts.train.atLeast(1);
    await expect(waiting).rejects.toBeInstanceOf(DigitSourceError);
    await expect(waiting).rejects.toThrow(
      /^MNIST could not be loaded: no source gave train-images\S+\. Check the connection and try again/,
    );
    await expect(source.parts.train.atLeast(1)).rejects.toThrow('no source gave');
    await expect(source.parts.test.atLeast(1)).rejects.toThrow('no source gave t10k');
    const { parts, problems } = source.status();
    // Each part says what stopped it, whatever went wrong later.
    expect(parts.train).toMatchObject({
      state: 'failed',
      failure: expect.stringMatching(/^127\.0\.0\.1:\d+: expected train-images\S+ got status 404/),
    });
    expect(parts.test.failure).toContain('expected t10k');
    expect(problems).toEqual(
      expect.arrayContaining([expect.stringMatching(/^this site: expected train-images\S+ got status 404/)]),
    );
    online = true;
    await expectAll(source);
    expect(source.status().parts.train).not.toHaveProperty('failure');
    expect(one.asked.filter((name) => name === files.train.labels.name).length).toBe(1);
  });

  test('no source at all', async () => {
    const source = sourceOf([]);
    source.start();
    await expect(source.parts.train.atLeast(1)).rejects.toThrow('no source gave');
    expect(source.status().parts.train.failure).toContain('expected a source to load it from, got none');
  });
});

/** Cache Storage in memory, on Node's own Response and streams: Node has no Cache Storage. */
function memoryCaches() {
  const kept = new Map<string, { bytes: Uint8Array; headers: Headers }>();
  const respond = (entry: { bytes: Uint8Array; headers: Headers } | undefined) =>
    entry && new Response(entry.bytes.slice(), { headers: entry.headers });
  const cache = {
    match: async (address: string) => respond(kept.get(address)),
    matchAll: async () => [...kept.values()].map((entry) => respond(entry) as Response),
    put: async (address: string, response: Response) => {
      kept.set(address, { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers });
    },
    delete: async (address: string) => kept.delete(address),
  };
  const caches = {
    open: async () => cache,
    has: async () => kept.size > 0,
    delete: async () => {
      kept.clear();
      return true;
    },
  };
  return { kept, cache: openDataCache({ caches, Response, ReadableStream } as never) };
}

describe('with a cache', () => {
  const allBytes = [...plainBytes.values()].reduce((sum, { length }) => sum + length, 0);

  test('what arrived whole is kept unpacked, and serves the next visit without a server', async () => {
    const { cache, kept } = memoryCaches();
    const first = sourceOf([await wholeServer()], cache);
    await expectAll(first);
    await expect.poll(() => first.status().cachedBytes).toBe(allBytes);
    const lengths = (all: Iterable<Uint8Array>) => new Set([...all].map(({ length }) => length));
    expect(lengths([...kept.values()].map(({ bytes }) => bytes))).toEqual(lengths(plainBytes.values()));
    const second = sourceOf([], cache);
    await expectAll(second);
    expect(second.status().parts.train.from).toBe("this browser's cache");
    expect(await second.deleteCache()).toBeNull();
    expect(second.status().cachedBytes).toBeNull();
    expect(kept.size).toBe(0);
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['changed', (bytes) => bytes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte))],
    ['cut', (bytes) => bytes.subarray(0, 90_000)],
    ['emptied', () => new Uint8Array()],
  ])('an entry that was %s is removed and loaded again', async (_name, spoil) => {
    const { cache, kept } = memoryCaches();
    const first = sourceOf([await wholeServer()], cache);
    await expectAll(first);
    await expect.poll(() => first.status().cachedBytes).toBe(allBytes);
    for (const entry of kept.values())
      if (entry.bytes.length === plain(trainImages).length) entry.bytes = spoil(entry.bytes);
    const serving = await wholeServer();
    const second = sourceOf([serving], cache);
    await expectAll(second);
    expect(serving.asked).toEqual([trainImages]);
    expect(second.status().problems.join()).toMatch(
      /this browser's cache: .*; it is removed there and loaded again/,
    );
    await expect.poll(() => second.status().cachedBytes).toBe(allBytes);
  });

  test('a cache that cannot be written is a problem that stops nothing', async () => {
    const source = sourceOf([await wholeServer()], openDataCache({ Response, ReadableStream } as never));
    await expectAll(source);
    await expect.poll(() => source.status().problems.length).toBe(4);
    expect(source.status().problems[0]).toMatch(/cache: expected to keep train-labels.*, got: .*https/);
    expect(source.status().cachedBytes).toBeNull();
  });
});

describe.skipIf(!process.env.MNIST_DIR)('MNIST itself (needs MNIST_DIR)', () => {
  /** Bytes in buffers after a collection. */
  function bufferBytes(): number {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage().arrayBuffers;
  }

  test('arrives whole, trains before 5 % of it is here, and takes less than 60 MB', async () => {
    const folder = process.env.MNIST_DIR ?? '';
    const serving = await server(({ file }, response) => {
      createReadStream(join(folder, file)).pipe(response);
    });
    const before = bufferBytes();
    const source = createMnistSource({ places: [serving.address], cache: null });
    opened.push({ close: () => source.dispose() });
    source.start();
    await source.parts.train.atLeast(1);
    expect(source.parts.train.count).toBeLessThan(3000);
    await source.parts.train.atLeast(60_000);
    await source.parts.test.atLeast(10_000);
    expect([source.parts.train.labels[0], source.parts.test.labels[0]]).toEqual([5, 7]);
    await expect.poll(() => source.status().parts.test.state).toBe('complete');
    expect(source.status().problems).toEqual([]);
    // What a collection finds dead is freed some time after it.
    await expect.poll(() => bufferBytes() - before, { timeout: 5000 }).toBeLessThan(60e6);
  });
});
