import { expect, test } from 'vitest';
import { pictureSize } from './picture-header.ts';

/** The first bytes of files of 300 x 200 pixels, as their specifications lay them out. */
const headers: Readonly<Record<string, string>> = {
  PNG: '89504e470d0a1a0a 0000000d 49484452 0000012c 000000c8 0802000000',
  GIF: '474946383961 2c01 c800 f70000',
  'JPEG with a profile before its size':
    'ffd8 ffe0 0010 4a46494600010100000100010000 ffc2 0011 08 00c8 012c 03',
  'lossy WebP': '52494646 00000000 57454250 56503820 00000000 300100 9d012a 2c01 c800',
  'lossless WebP': `52494646 00000000 57454250 5650384c 00000000 2f ${littleEndian(299 | (199 << 14), 4)}`,
  'extended WebP': '52494646 00000000 57454250 56503858 0a000000 10000000 2b0100 c70000',
  BMP: '424d 00000000 00000000 36000000 28000000 2c010000 c8000000 0100',
  'BMP from top to bottom': '424d 00000000 00000000 36000000 28000000 2c010000 38ffffff 0100',
  'BMP with an old header': '424d 00000000 00000000 1a000000 0c000000 2c01 c800 0100',
};

function littleEndian(value: number, bytes: number): string {
  return Array.from({ length: bytes }, (_, at) =>
    ((value >>> (8 * at)) & 255).toString(16).padStart(2, '0'),
  ).join('');
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

test.each(Object.entries(headers))('%s: the size stands in the header', (_name, hex) => {
  expect(pictureSize(bytesOf(hex))).toEqual({ width: 300, height: 200 });
});

test.each(Object.entries(headers))('%s: a file that ends within its header has no size', (_name, hex) => {
  const whole = bytesOf(hex);
  for (let length = 0; length < 10; length++) expect(pictureSize(whole.slice(0, length))).toBeNull();
});

test('other files and sizes of zero are no pictures', () => {
  expect(pictureSize(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
  expect(pictureSize(bytesOf('474946383961 0000 c800'))).toBeNull();
});
