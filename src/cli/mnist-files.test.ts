import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mnistFiles } from '../data/sources/mnist.ts';
import { readMnist } from './mnist-files.ts';

describe.skipIf(!process.env.MNIST_DIR)('MNIST on this machine (needs MNIST_DIR)', () => {
  test.each(['train', 'test'] as const)(
    '%s: the numbers of images and labels, and the classes',
    async (part) => {
      const { digits, labels } = await readMnist(part);
      expect(digits.length).toBe(mnistFiles[part].images.items * 784);
      expect(labels.length).toBe(mnistFiles[part].labels.items);
      expect(new Set(labels).size).toBe(10);
    },
  );

  test('the first training label is 5, the first of the test part 7', async () => {
    expect((await readMnist('train')).labels[0]).toBe(5);
    expect((await readMnist('test')).labels[0]).toBe(7);
  });
});

describe('other folders', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mnist-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const place = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);

  test('a missing file: the message says what to do', async () => {
    await expect(readMnist('test', folder)).rejects.toThrow(/does not exist.*MNIST_DIR=.*fetch:mnist/);
  });

  test('another file under the name is refused by its digest', async () => {
    const { images, labels } = mnistFiles.test;
    await place(images.name, gzipSync('something else'));
    await place(labels.name, gzipSync('something else'));
    await expect(readMnist('test', folder)).rejects.toThrow(
      /SHA-256 of the unpacked bytes: expected .*, got /,
    );
  });

  test('gzip that breaks off is refused', async () => {
    const { images, labels } = mnistFiles.test;
    await place(images.name, gzipSync('something else').subarray(0, 15));
    await place(labels.name, gzipSync('something else').subarray(0, 15));
    await expect(readMnist('test', folder)).rejects.toThrow('damaged gzip');
  });
});
