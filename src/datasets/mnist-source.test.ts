import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Ask, type DataServer, give, type Manner, serveData } from '../../tools/data-server.ts';
import { digitSize } from '../lenet/rasters.ts';
import { randomFromSeed } from '../lib/random.ts';
import { type DataCache, openDataCache } from '../storage/data-cache.ts';
import { DigitSourceError } from './digit-source.ts';
import type { MnistFile } from './mnist.ts';
import { createMnistSource, type MnistSource } from './mnist-source.ts';

/** A small set: each image tells its place, so that labels can be seen to stay with their images. */
const labelOf = (index: number) => (index * 7 + Math.floor(index / 10)) % 10;

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

const train = smallPart('train', 700);
const small = { train, test: smallPart('t10k', 90) };
const files = { train: small.train.files, test: small.test.files };
const trainImages = files.train.images.name;
const plainBytes = new Map(
  Object.values(small).flatMap(({ bytes, files }) => [
    [files.images.name, bytes.images],
    [files.labels.name, bytes.labels],
  ]),
);
const packedBytes = new Map([...plainBytes].map(([name, bytes]) => [name, new Uint8Array(gzipSync(bytes))]));
const packed = (name: string) => packedBytes.get(name) as Uint8Array;
const plain = (name: string) => plainBytes.get(name) as Uint8Array;

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function server(answer: Parameters<typeof serveData>[0]): Promise<DataServer> {
  const serving = await serveData(answer);
  opened.push(serving);
  return serving;
}
/** Gives every file whole, packed. */
const wholeServer = () => server((ask, response) => give(packed(ask.file), ask, response));
/** Gives every file whole but the training images: those in other manners, one request after the other. */
function spoiltServer(manners: readonly Manner[], bytes = packed(trainImages)): Promise<DataServer> {
  let request = 0;
  return server((ask, response) => {
    if (ask.file !== trainImages) return give(packed(ask.file), ask, response);
    give(bytes, ask, response, manners[Math.min(request++, manners.length - 1)]);
  });
}

function sourceOf(servers: readonly (DataServer | string)[], cache: DataCache | null = null): MnistSource {
  const places = servers.map((place) => (typeof place === 'string' ? place : place.address));
  const source = createMnistSource({ places, cache, files, stallMs: 400 });
  opened.push({ close: () => source.dispose() });
  return source;
}

/** Everything arrived, in its order, each image with its label. */
async function expectAll(source: MnistSource): Promise<void> {
  source.start();
  await Promise.all([source.parts.train.atLeast(700), source.parts.test.atLeast(90)]);
  for (const part of ['train', 'test'] as const) {
    const { digits, labels, count, total } = source.parts[part];
    expect([count, total]).toEqual([files[part].labels.items, files[part].labels.items]);
    expect(Buffer.compare(digits, small[part].bytes.images.subarray(16))).toBe(0);
    expect(Buffer.compare(labels, small[part].bytes.labels.subarray(8))).toBe(0);
  }
}

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

describe('when the first place fails, the next one gives the file, and the problem says so:', () => {
  const status = (code: number) => server((_, response) => response.writeHead(code).end('sorry'));
  const body = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
    server((ask, response) => give(bytes, ask, response, { headers }));
  const spoilt = (bytes: Uint8Array) => spoiltServer([{}], bytes);
  const damaged = () => {
    const bytes = packed(trainImages).slice();
    bytes.fill(0, 20_000, 20_100);
    return bytes;
  };
  const changed = (at: number, value: number) => {
    const bytes = plain(trainImages).slice();
    bytes[at] = value;
    return new Uint8Array(gzipSync(bytes));
  };
  test.each<[string, () => Promise<DataServer>, RegExp]>([
    [
      '404',
      () => status(404),
      /^this site: expected train-labels-idx1-ubyte.gz, got status 404; asking 127\.0/,
    ],
    ['403', () => status(403), /got status 403; asking 127/],
    ['500', () => status(500), /got status 500; asking 127/],
    ['HTML', () => body(Buffer.from('<!doctype html>'), { 'content-type': 'text/html' }), /got a web page/],
    ['HTML called data', () => body(Buffer.from('<!doctype html><title>')), /labels.*got 0x3c21646f/],
    ['nothing', () => body(new Uint8Array()), /got the end after 0/],
    ['damaged gzip', () => spoilt(damaged()), /got damaged gzip/],
    ['half a gzip', () => spoilt(packed(trainImages).subarray(0, 90_000)), /got damaged gzip/],
    [
      'half a plain file',
      () => spoilt(plain(trainImages).subarray(0, 90_000)),
      /548,816 bytes, got the end after 90,000/,
    ],
    [
      'wrong bytes',
      () => spoilt(changed(5000, 1)),
      /expected train-images.* SHA-256 \w{12}\.\.\., got \w{12}\.\.\.; asking/,
    ],
    ['a wrong magic number', () => spoilt(changed(3, 1)), /0x00000803\), got 0x00000801/],
    ['another count', () => spoilt(changed(7, 1)), /expected 700 items, got 513/],
    ['another size', () => spoilt(changed(11, 27)), /28 x 28, got 27 x 28/],
    ['gzip without an end', () => spoilt(endless()), /expected at most 548,816 bytes, got more/],
  ])('%s', async (_name, first, problem) => {
    const failing = await first();
    const source = sourceOf([failing, await wholeServer()]);
    await expectAll(source);
    const { problems } = source.status();
    expect(problems.some((text) => problem.test(text))).toBe(true);
  });

  test('a place that refused is asked last for the files after', async () => {
    const refusing = await status(404);
    await expectAll(sourceOf([refusing, await wholeServer()]));
    expect(refusing.asked.length).toBe(1);
  });

  test('a refused connection', async () => {
    const gone = await wholeServer();
    await gone.close();
    const source = sourceOf([gone, await wholeServer()]);
    await expectAll(source);
    expect(source.status().problems.at(-1)).toMatch(
      /this site: .* got no answer \(.*ECONNREFUSED.*\); asking 127/,
    );
  });

  test('silence', async () => {
    const source = sourceOf([await server(() => {}), await wholeServer()]);
    await expectAll(source);
    expect(source.status().problems.at(-1)).toMatch(/expected an answer, got none for 0.4 s; asking 127/);
  });
});

/** A gzip of empty stored blocks: it never gives a byte, and never ends. */
function endless(): Uint8Array {
  const bytes = new Uint8Array(10 + 5 * 200_000);
  bytes.set(gzipSync('').subarray(0, 10));
  for (let at = 10; at < bytes.length; at += 5) bytes.set([0, 0, 0, 0xff, 0xff], at);
  return bytes;
}

test('a gzip bomb is left at the last byte that is expected', async () => {
  const header = plain(trainImages).subarray(0, 16);
  const bomb = gzipSync(Buffer.concat([header, Buffer.alloc(300 << 20)]));
  let sent = 0;
  const bombing = await server((ask, response) => {
    if (ask.file !== trainImages) return give(packed(ask.file), ask, response);
    const next = () => {
      if (sent >= bomb.length || response.closed) return response.end();
      response.write(bomb.subarray(sent, sent + 4096));
      sent += 4096;
      setTimeout(next, 1);
    };
    next();
  });
  const source = sourceOf([bombing, await wholeServer()]);
  await expectAll(source);
  expect(source.status().problems[0]).toMatch(/this site: expected train-images.* SHA-256/);
  expect(sent).toBeLessThan(bomb.length / 2);
});

describe('a download that breaks off', () => {
  test.each<[string, Manner]>([
    ['cut', { cutAfter: 200_000 }],
    ['silent', { silentAfter: 200_000 }],
  ])('%s: goes on at the same byte, in the same gzip', async (_name, manner) => {
    const ranges = { ranges: true, etag: '"1"' };
    const serving = await spoiltServer([{ ...manner, ...ranges }, { ...manner, ...ranges }, ranges]);
    const source = sourceOf([serving]);
    await expectAll(source);
    expect(serving.asked.filter((name) => name.startsWith(trainImages))).toEqual([
      trainImages,
      `${trainImages}@200000`,
      `${trainImages}@400000`,
    ]);
    expect(source.status().problems[0]).toMatch(/^this site: train-images.*; going on at byte 200,000\.$/);
    expect(source.status().parts.train.bytes).toBe(
      packed(trainImages).length + packed(files.train.labels.name).length,
    );
  });

  test('goes on in a file that was never packed', async () => {
    const serving = await spoiltServer([{ cutAfter: 300_001 }, { ranges: true }], plain(trainImages));
    await expectAll(sourceOf([serving]));
    expect(serving.asked).toContain(`${trainImages}@300001`);
  });

  test.each<[string, Manner]>([
    ['that knows no ranges', {}],
    ['that gives another range', { ranges: 'other' }],
    ['whose file has changed since', { ranges: true, etag: '"2"' }],
    [
      'that packs the rest on the way',
      { ranges: true, etag: '"1"', headers: { 'content-encoding': 'gzip' } },
    ],
  ])('from a server %s: is taken again, what is here is kept', async (_name, second) => {
    const serving = await spoiltServer([{ cutAfter: 200_000, etag: '"1"' }, second, {}]);
    const source = sourceOf([serving]);
    const counts: number[] = [];
    source.subscribe(({ parts }) => counts.push(parts.train.images));
    await expectAll(source);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(source.status().problems.length).toBeGreaterThan(0);
  });

  test('when the line unpacks, no range is asked for', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const serving = await spoiltServer([
      { cutAfter: 200_000, headers },
      { headers, ranges: true },
    ]);
    await expectAll(sourceOf([serving]));
    expect(serving.asked.filter((name) => name.startsWith(trainImages))).toEqual([trainImages, trainImages]);
  });

  test('a length that was never told: the end that comes too soon is noticed', async () => {
    for (const bytes of [packed(trainImages), plain(trainImages)]) {
      const serving = await spoiltServer([{ cutAfter: 200_000, unmeasured: true }, {}], bytes);
      const source = sourceOf([serving]);
      await expectAll(source);
      expect(source.status().problems[0]).toMatch(/got the end after 200,000; asking for it again/);
    }
  });

  test('wrong bytes before the break and right ones after: all of it is taken again', async () => {
    const wrong = plain(trainImages).slice();
    wrong[1000] = (wrong[1000] as number) ^ 1;
    let asked = 0;
    const serving = await server((ask, response) => {
      if (ask.file !== trainImages) return give(packed(ask.file), ask, response);
      asked += 1;
      if (asked === 1) give(wrong, ask, response, { cutAfter: 200_000 });
      else give(plain(trainImages), ask, response, { ranges: true });
    });
    await expectAll(sourceOf([serving]));
    expect(asked).toBe(3);
  });

  test('again and again without getting further: the next place goes on with what is here', async () => {
    const cutting = await spoiltServer([{ cutAfter: 200_000 }]);
    const source = sourceOf([cutting, await wholeServer()]);
    const counts: number[] = [];
    source.subscribe(({ parts }) => counts.push(parts.train.images));
    await expectAll(source);
    expect(cutting.asked.filter((name) => name.startsWith(trainImages)).length).toBeLessThan(6);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
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
      /^MNIST: no place gave train-images.*this site: .*404\. 127\.0\.0\.1:\d+: .*404\. Check the connection/,
    );
    await expect(source.parts.train.atLeast(1)).rejects.toThrow('no place gave');
    await expect(source.parts.test.atLeast(1)).rejects.toThrow('no place gave t10k');
    expect(source.status().parts.train.state).toBe('failed');
    online = true;
    await expectAll(source);
    expect(one.asked.filter((name) => name === files.train.labels.name).length).toBe(1);
  });

  test('no place at all', async () => {
    const source = sourceOf([]);
    source.start();
    await expect(source.parts.train.atLeast(1)).rejects.toThrow('expected a place to load it from, got none');
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
  ])('an entry that was %s is removed and loaded anew', async (_name, spoil) => {
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
      /this browser's cache: .*; it is removed there and loaded anew/,
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
    expect(bufferBytes() - before).toBeLessThan(60e6);
  });
});
