import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpectationError } from '../../lib/expect.ts';
import { isGzip, parseImages, parseLabels } from './idx.ts';

const bigEndian = (value: number) =>
  [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);

function imagesFile(count: number, rows = 28, columns = 28): Uint8Array {
  const pixels = Array.from({ length: count * rows * columns }, (_, i) => i % 251);
  return Uint8Array.from([0, 0, 8, 3, ...[count, rows, columns].flatMap(bigEndian), ...pixels]);
}

function labelsFile(labels: readonly number[]): Uint8Array {
  return Uint8Array.from([0, 0, 8, 1, ...bigEndian(labels.length), ...labels]);
}

describe('images', () => {
  test('two images give their 1,568 bytes', () => {
    const images = parseImages(imagesFile(2), 'file');
    expect(images.length).toBe(1568);
    expect([images[0], images[250], images[251], images[1567]]).toEqual([0, 250, 0, 1567 % 251]);
  });

  test('a view into a larger buffer is read at its own place', () => {
    const larger = new Uint8Array(2000).fill(9);
    larger.set(imagesFile(1), 100);
    expect(parseImages(larger.subarray(100, 900), 'file')).toEqual(parseImages(imagesFile(1), 'file'));
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'file: expected a header of 16 bytes, got 0'],
    ['half a header', imagesFile(1).subarray(0, 9), 'file: expected a header of 16 bytes, got 9'],
    ['a file cut short', imagesFile(2).subarray(0, 1000), 'file: expected 1,584 bytes, got 1,000'],
    ['bytes after the end', new Uint8Array([...imagesFile(1), 7]), 'file: expected 800 bytes, got 801'],
    [
      'labels',
      labelsFile([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      'expected IDX images (magic number 0x00000803), got 0x00000801',
    ],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8), 'file: expected an IDX file, got gzip that'],
    ['another size', imagesFile(1, 16, 16), 'file: expected images of 28 x 28, got 16 x 16'],
    ['no image', imagesFile(0), 'file: expected at least one image, got 0'],
  ])('%s: refused', (_name, bytes, message) => {
    expect(() => parseImages(bytes, 'file')).toThrow(message);
  });

  test('a count beyond all memory is refused, not allocated', () => {
    const bytes = imagesFile(1);
    bytes.fill(255, 4, 8);
    expect(() => parseImages(bytes, 'file')).toThrow('expected 3,367,254,359,296 bytes');
  });
});

describe('labels', () => {
  test('are given as they are', () => {
    expect([...parseLabels(labelsFile([7, 0, 9]), 'file')]).toEqual([7, 0, 9]);
  });

  test('a label that is no class is named', () => {
    expect(() => parseLabels(labelsFile([7, 10, 11]), 'file')).toThrow(
      'file, label of image 2: expected 0 to 9, the ten digits that LeNet-5 knows, got 10',
    );
  });
});

test('any bytes are parsed or refused with an ExpectationError', () => {
  const anyHeader = fc.tuple(fc.constantFrom(...[1, 3, 0, 255]), fc.uint8Array({ maxLength: 900 }));
  fc.assert(
    fc.property(anyHeader, ([dimensions, rest]) => {
      const bytes = Uint8Array.from([0, 0, 8, dimensions, ...rest]);
      for (const parse of [parseImages, parseLabels]) {
        try {
          parse(bytes, 'file');
        } catch (error) {
          expect(error).toBeInstanceOf(ExpectationError);
        }
      }
    }),
  );
});

test('gzip is told by its first two bytes', () => {
  expect(isGzip(Uint8Array.of(0x1f, 0x8b))).toBe(true);
  expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  expect(isGzip(imagesFile(1))).toBe(false);
});
