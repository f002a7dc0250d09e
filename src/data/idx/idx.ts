import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { digitSide, digitSize } from '../../network/rasters.ts';

/**
 * The IDX format of MNIST's files: a header of big-endian 32-bit integers, then bytes. The magic
 * number is 0, 0, 8 (unsigned bytes), and the number of dimensions. Source: the MNIST page,
 * "FILE FORMATS FOR THE MNIST DATABASE".
 */

const imagesMagic = 0x00000803;
const labelsMagic = 0x00000801;
export const imagesHeaderLength = 16;
export const labelsHeaderLength = 8;

/** Whether the bytes are still packed: gzip starts with 1f 8b (RFC 1952), IDX never does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * How many images the header announces.
 * @param bytes at least the first 16 bytes of a file of images
 * @throws ExpectationError unless it is a file of at least one 28 x 28 image
 */
export function parseImagesHeader(bytes: Uint8Array, place: string): number {
  const header = headerOf(bytes, imagesHeaderLength, place);
  expectMagic(header, imagesMagic, place, 'images');
  const [count, rows, columns] = [4, 8, 12].map((at) => header.getUint32(at)) as [number, number, number];
  const expected = `images of ${digitSide} x ${digitSide}`;
  if (rows !== digitSide || columns !== digitSide) throw refusal(place, expected, `${rows} x ${columns}`);
  expectThat(count >= 1, place, 'at least one image', count);
  return count;
}

/** The same for at least the first 8 bytes of a file of labels. */
export function parseLabelsHeader(bytes: Uint8Array, place: string): number {
  const header = headerOf(bytes, labelsHeaderLength, place);
  expectMagic(header, labelsMagic, place, 'labels');
  const count = header.getUint32(4);
  expectThat(count >= 1, place, 'at least one label', count);
  return count;
}

/**
 * A whole file of images.
 * @param place named in errors: the file
 * @returns n * 784 bytes, a view
 */
export function parseImages(bytes: Uint8Array, place: string): Uint8Array {
  const count = parseImagesHeader(bytes, place);
  expectLength(bytes, imagesHeaderLength + count * digitSize, place);
  return bytes.subarray(imagesHeaderLength);
}

/** A whole file of labels: n classes, 0 to 9, a view. */
export function parseLabels(bytes: Uint8Array, place: string): Uint8Array {
  const count = parseLabelsHeader(bytes, place);
  expectLength(bytes, labelsHeaderLength + count, place);
  const labels = bytes.subarray(labelsHeaderLength);
  expectLabels(labels, place);
  return labels;
}

/** @throws ExpectationError naming the first label that is no class */
export function expectLabels(labels: Uint8Array, place: string): void {
  const wrong = labels.findIndex((label) => label > 9);
  expectThat(
    wrong < 0,
    `${place}, label of image ${wrong + 1}`,
    '0 to 9, the ten digits that LeNet-5 knows',
    labels[wrong],
  );
}

function headerOf(bytes: Uint8Array, length: number, place: string): DataView {
  if (isGzip(bytes)) throw refusal(place, 'an IDX file', 'gzip that was not unpacked');
  expectThat(bytes.length >= length, place, `a header of ${length} bytes`, bytes.length);
  return new DataView(bytes.buffer, bytes.byteOffset, length);
}

function expectMagic(header: DataView, magic: number, place: string, what: string): void {
  const inHex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
  const got = header.getUint32(0);
  if (got !== magic) throw refusal(place, `IDX ${what} (magic number ${inHex(magic)})`, inHex(got));
}

function expectLength(bytes: Uint8Array, length: number, place: string): void {
  if (bytes.length === length) return;
  throw refusal(place, `${formatCount(length)} bytes`, formatCount(bytes.length));
}

/** For what came in words of ours; strings from outside are quoted by `expectThat`. */
function refusal(place: string, expected: string, got: string): ExpectationError {
  return new ExpectationError(`${place}: expected ${expected}, got ${got}`);
}
