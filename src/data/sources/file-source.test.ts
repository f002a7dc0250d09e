import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { digitSize } from '../../network/rasters.ts';
import type { DigitSource } from './digit-source.ts';
import { openFiles } from './file-source.ts';

type Bytes = Uint8Array<ArrayBuffer>;

function idx(magic: number, sizes: readonly number[], content: Uint8Array): Bytes {
  const bytes = new Uint8Array(4 + 4 * sizes.length + content.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of [magic, ...sizes].entries()) view.setUint32(4 * i, value);
  bytes.set(content, 4 + 4 * sizes.length);
  return bytes;
}
/** Each image tells its place, and its label follows from that. */
const labelOf = (index: number) => (index * 3) % 10;
function images(count: number): Bytes {
  const pixels = new Uint8Array(count * digitSize);
  for (let i = 0; i < count; i++) pixels.set([i >> 8, i & 255, 255], i * digitSize);
  return idx(0x803, [count, 28, 28], pixels);
}
const labels = (count: number) =>
  idx(
    0x801,
    [count],
    Uint8Array.from({ length: count }, (_, i) => labelOf(i)),
  );
const packed = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const file = (name: string, bytes: Bytes) => new File([bytes], name);
const text = (words: string): Bytes => new Uint8Array(new TextEncoder().encode(words));

async function opened(files: readonly File[]): Promise<DigitSource> {
  const result = await openFiles(files);
  if (!result.ok) throw new Error(result.reason);
  return result.source;
}
async function reasonOf(files: readonly File[]): Promise<string> {
  const result = await openFiles(files);
  return result.ok ? 'opened' : result.reason;
}

/** Where in its file each image was; its label must be the one of that place. */
function placesIn(source: DigitSource, part: 'train' | 'test'): number[] {
  const { digits, labels, count, total } = source.parts[part];
  expect([digits.length, labels.length, total]).toEqual([count * digitSize, count, count]);
  return Array.from(labels, (label, i) => {
    const place = (digits[i * digitSize] as number) * 256 + (digits[i * digitSize + 1] as number);
    expect(label).toBe(labelOf(place));
    return place;
  });
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('files that are opened', () => {
  test('two pairs in any order, packed or not, under any names: the smaller is for testing', async () => {
    const source = await opened([
      file('c', labels(300)),
      file('a', packed(images(40))),
      file('b', images(300)),
      file('d', packed(labels(40))),
    ]);
    expect([source.name, source.whole, source.status().problems]).toEqual(['b', true, []]);
    expect(placesIn(source, 'train')).toEqual(upTo(300));
    expect(placesIn(source, 'test')).toEqual(upTo(40));
    await source.parts.train.atLeast(1000);
    expect(source.status().parts.test).toMatchObject({ state: 'complete', images: 40, totalImages: 40 });
  });

  test('a name tells the test images apart, whatever their count', async () => {
    const source = await opened([
      file('t10k-images-idx3-ubyte.gz', packed(images(60))),
      file('t10k-labels-idx1-ubyte.gz', packed(labels(60))),
      file('train-images-idx3-ubyte.gz', packed(images(30))),
      file('train-labels-idx1-ubyte.gz', packed(labels(30))),
    ]);
    expect([source.name, source.parts.train.count, source.parts.test.count]).toEqual([
      'train-images-idx3-ubyte',
      30,
      60,
    ]);
  });

  test('as many labels twice: names pair them', async () => {
    const other = idx(0x801, [20], new Uint8Array(20).fill(9));
    const pairs = [file('train-i', images(20)), file('test-i', images(20))];
    const source = await opened([...pairs, file('test-l', other), file('train-l', labels(20))]);
    expect(placesIn(source, 'train')).toEqual(upTo(20));
    expect([...source.parts.test.labels]).toEqual([...new Uint8Array(20).fill(9)]);
  });

  test('without test images a tenth is set apart, always the same, and it is said', async () => {
    const files = () => [file('mine.gz', packed(images(995))), file('labels', labels(995))];
    const source = await opened(files());
    const [train, tested] = [placesIn(source, 'train'), placesIn(source, 'test')];
    expect([train.length, tested.length]).toEqual([895, 100]);
    expect([...train, ...tested].sort((a, b) => a - b)).toEqual(upTo(995));
    expect(new Set(tested.map((place) => Math.floor(place / 200))).size).toBe(5);
    expect(placesIn(await opened(files()), 'test')).toEqual(tested);
    expect(source.status().problems[0]).toMatch(/^mine: expected test images too, got none; 100 of the 995/);
  });
});

test('names with a dot, as unpackers leave them, change nothing', async () => {
  const source = await opened([
    file('train-images.idx3-ubyte', images(300)),
    file('train-labels.idx1-ubyte', labels(300)),
    file('t10k-images.idx3-ubyte', images(40)),
    file('t10k-labels.idx1-ubyte', labels(40)),
  ]);
  expect(source.parts.train.count).toBe(300);
  expect(source.parts.test.count).toBe(40);
});

test('data of another kind keeps the name of its files: Fashion-MNIST is not MNIST', async () => {
  const source = await opened([file('fashion-images-idx3-ubyte', images(60)), file('labels', labels(60))]);
  expect(source.name).toBe('fashion-images-idx3-ubyte');
});

test('dark digits on a light ground are inverted, and that is said', async () => {
  const light = images(40).map((byte, at) => (at < 16 ? byte : 255 - byte));
  const source = await opened([file('scans', light), file('labels', labels(40))]);
  expect(source.status().problems[0]).toMatch(/^scans: .*got dark ones on a light ground; they are inverted/);
  expect([...placesIn(source, 'train'), ...placesIn(source, 'test')].sort((a, b) => a - b)).toEqual(upTo(40));
});

test('a folder, or a file that has gone, is refused with what to do', async () => {
  const folder = file('train-images.idx3-ubyte', images(2));
  Object.defineProperty(folder, 'stream', {
    value: () =>
      new ReadableStream({ pull: (controller) => controller.error(new Error('it is a directory')) }),
  });
  expect(await reasonOf([folder])).toMatch(/can be read, got it is a directory\. If it is a folder, open it/);
});

describe('files that are refused: the reason names the file, what was expected and what came', () => {
  const good = [file('i', images(20)), file('l', labels(20))];
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  test.each<[string, readonly File[], RegExp]>([
    ['nothing', [], /expected one or two files of images.*, got 0 files of images and 0 of labels/],
    ['an empty file', [file('e', new Uint8Array())], /^e: expected an IDX file.*, got an empty file/],
    ['one byte', [file('e', Uint8Array.of(0))], /^e: expected an IDX file.*, got one that starts with 00$/],
    ['a PNG', [file('a.png', png)], /^a.png: expected an IDX file of images or labels, got a PNG picture/],
    ['a packed PNG', [file('a.gz', packed(png))], /^a.gz: .*got a PNG picture/],
    ['a zip', [file('a.zip', Uint8Array.of(80, 75, 3, 4))], /got a zip archive: unpack it first/],
    [
      'a web page that was saved as gzip',
      [file('train-images-idx3-ubyte.gz', text('<!DOCTYPE html><title>Not found</title>'))],
      /got a web page: the download did not bring the file/,
    ],
    [
      'CSV with a header',
      [file('mnist_train.csv', text('label,1x1,1x2'))],
      /got text, as CSV is: use the IDX/,
    ],
    ['CSV without one', [file('mnist_train.csv', text('5,0,0,0'))], /got text, as CSV is: use the IDX/],
    [
      'labels from 1 to 10',
      [
        file('i', images(20)),
        file(
          'l',
          idx(
            0x801,
            [20],
            Uint8Array.from({ length: 20 }, (_, i) => 1 + (i % 10)),
          ),
        ),
      ],
      /^l, label of image 10: expected 0 to 9.*, got 10/,
    ],
    ['gzip in gzip', [file('a.gz', packed(packed(images(2))))], /got gzip within gzip/],
    [
      'truncated images',
      [file('i', images(20).subarray(0, 9000))],
      /^i: expected 15,696 bytes for the 20 images in its header, got 9,000/,
    ],
    [
      'truncated gzip',
      [file('i.gz', packed(images(20)).subarray(0, 60))],
      /^i.gz: expected gzip, got damaged gzip/,
    ],
    ['too long', [file('l', Uint8Array.of(...labels(20), 1))], /^l: expected 28 bytes.*, got more/],
    ['a header cut', [file('i', images(20).subarray(0, 12))], /^i: expected an IDX file/],
    ['another size', [file('i', idx(0x803, [9, 32, 32], new Uint8Array(9216)))], /28 x 28, got 32 x 32/],
    [
      'colours',
      [file('i', idx(0x804, [1, 28, 28, 3], new Uint8Array(2352)))],
      /got one that starts with 00 00 08 04/,
    ],
    [
      'a huge count',
      [file('i', idx(0x803, [4e9, 28, 28], new Uint8Array(784)))],
      /at most 200,000 images, got 4,000,000,000/,
    ],
    [
      'more than can be in it',
      [file('i', idx(0x803, [2e5, 28, 28], new Uint8Array(784)))],
      /^i: expected 200,000 images, got a file of 800 bytes/,
    ],
    ['labels missing', [file('i', images(20))], /got 1 file of images and 0 of labels/],
    [
      'labels of others',
      [file('i', images(20)), file('l', labels(21))],
      /expected 20 labels for i, got 21 in l/,
    ],
    [
      'no digits',
      [file('i', images(2)), file('l', idx(0x801, [2], Uint8Array.of(3, 17)))],
      /^l, label of image 2: expected 0 to 9, the ten digits that LeNet-5 knows, got 17/,
    ],
    [
      'too few to lend a tenth',
      [file('i', images(9)), file('l', labels(9))],
      /^i: expected at least 10 images, got 9/,
    ],
    [
      'a good pair and a foreign file',
      [...good, file('notes.txt', new Uint8Array(90).fill(65))],
      /^notes.txt: .*got text, as CSV is/,
    ],
    ['three pairs', [...good, ...good, ...good], /got 3 files of images and 3 of labels/],
  ])('%s', async (_name, files, reason) => {
    expect(await reasonOf(files)).toMatch(reason);
  });

  test('a gzip bomb, at what its header announces', async () => {
    const bomb = packed(idx(0x803, [1, 28, 28], new Uint8Array(200 << 20)));
    const before = process.memoryUsage().arrayBuffers;
    expect(await reasonOf([file('bomb.gz', bomb)])).toMatch(/^bomb.gz: expected 800 bytes.*, got more/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 << 20);
  });
});
