import { t } from '../../language/language.ts';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { digitSide, digitSize } from '../../network/rasters.ts';

/**
 * The IDX format of MNIST's files: a header of big-endian 32-bit integers, then bytes. The magic
 * number is 0, 0, 8 (unsigned bytes), and the number of dimensions. Source: the MNIST page,
 * "FILE FORMATS FOR THE MNIST DATABASE".
 */

export type IdxKind = 'images' | 'labels';

/** Magic number, bytes of the header and of an item. */
export const idxKinds = {
  images: { magic: 0x00000803, headerLength: 16, itemLength: digitSize },
  labels: { magic: 0x00000801, headerLength: 8, itemLength: 1 },
} as const;

/** Whether the bytes are still packed: gzip starts with 1f 8b (RFC 1952), IDX never does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * How many items the header announces.
 * @param bytes at least the header
 * @throws ExpectationError unless it is a file of that kind with at least one item; images are 28 x 28
 */
export function parseHeader(kind: IdxKind, bytes: Uint8Array, place: string): number {
  const { magic, headerLength } = idxKinds[kind];
  if (isGzip(bytes)) throw refusal(place, t`an IDX file`, t`gzip that was not unpacked`);
  expectThat(bytes.length >= headerLength, place, t`a header of ${headerLength} bytes`, bytes.length);
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const inHex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
  const got = header.getUint32(0);
  if (got !== magic) {
    const expected =
      kind === 'images'
        ? t`IDX images (magic number ${inHex(magic)})`
        : t`IDX labels (magic number ${inHex(magic)})`;
    throw refusal(place, expected, inHex(got));
  }
  if (kind === 'images') {
    const [rows, columns] = [header.getUint32(8), header.getUint32(12)];
    const expected = t`images of ${digitSide} x ${digitSide}`;
    if (rows !== digitSide || columns !== digitSide) throw refusal(place, expected, `${rows} x ${columns}`);
  }
  const count = header.getUint32(4);
  expectThat(count >= 1, place, kind === 'images' ? t`at least one image` : t`at least one label`, count);
  return count;
}

/**
 * A whole file of images.
 * @param place named in errors: the file
 * @returns n * 784 bytes, a view
 */
export function parseImages(bytes: Uint8Array, place: string): Uint8Array {
  return itemsOf('images', bytes, place);
}

/** A whole file of labels: n classes, 0 to 9, a view. */
export function parseLabels(bytes: Uint8Array, place: string): Uint8Array {
  const labels = itemsOf('labels', bytes, place);
  expectLabels(labels, place);
  return labels;
}

function itemsOf(kind: IdxKind, bytes: Uint8Array, place: string): Uint8Array {
  const { headerLength, itemLength } = idxKinds[kind];
  const length = headerLength + parseHeader(kind, bytes, place) * itemLength;
  if (bytes.length !== length)
    throw refusal(place, t`${formatCount(length)} bytes`, formatCount(bytes.length));
  return bytes.subarray(headerLength);
}

/** @throws ExpectationError naming the first label that is no class */
export function expectLabels(labels: Uint8Array, place: string): void {
  const wrong = labels.findIndex((label) => label > 9);
  expectThat(
    wrong < 0,
    t`${place}, label of image ${wrong + 1}`,
    t`0 to 9, the ten digits that LeNet-5 knows`,
    labels[wrong],
  );
}

/** For what came in words of ours; strings from outside are quoted by `expectThat`. */
function refusal(place: string, expected: string, got: string): ExpectationError {
  return new ExpectationError(t`${place}: expected ${expected}, got ${got}`);
}
