import { digitSide } from '../../network/rasters.ts';

/** Where a pixel of the target comes from: source = matrix * (target - centre) + origin. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly originX: number;
  readonly originY: number;
}

/** Of both axes. */
export const centre = (digitSide - 1) / 2;

/** A digit in an array: its first pixel, and how far its rows start apart. */
export interface Placing {
  readonly first: number;
  readonly stride: number;
}
export const plainDigit: Placing = { first: 0, stride: digitSide };

/** Fixed point: 16 bits of fraction for places, 11 for the weights of a sample. */
const one = 1 << 16;
const weightBits = 11;
const weightMask = (1 << weightBits) - 1;
const half = 1 << (2 * weightBits - 1);

/** The digit's ink lies in rows top..bottom and columns left..right. */
interface InkBox {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Bilinear samples of a digit (784 bytes) at the affine place, rounded; all else of `to` is paper. Only
 * those pixels are looked at whose source may have ink: on MNIST's digits that is less than half.
 */
export function resampleAffine(source: Uint8Array, affine: Affine, to: Uint8Array, placing: Placing): void {
  to.fill(0);
  const box = inkBox(source);
  if (box.top > box.bottom) return;
  // Samples next to the ink must lie on the picture: ink at its edge is copied into the middle of a larger one.
  const inside = box.top >= margin && box.left >= margin && box.bottom < far && box.right < far;
  if (inside) sampleRows(source, digitSide, 0, box, affine, to, placing);
  else sampleRows(enlarged(source), enlargedSide, margin, box, affine, to, placing);
}

/** One pixel for the sample beside the ink, one for what rounding adds to its place. */
const margin = 2;
const far = digitSide - margin;
const enlargedSide = digitSide + 2 * margin;

function enlarged(source: Uint8Array): Uint8Array {
  const larger = new Uint8Array(enlargedSide * enlargedSide);
  for (let row = 0; row < digitSide; row++) {
    const digitRow = source.subarray(row * digitSide, (row + 1) * digitSide);
    larger.set(digitRow, (row + margin) * enlargedSide + margin);
  }
  return larger;
}

/** @param offset of the digit in the picture `from`, on both axes; the box is the digit's */
function sampleRows(
  from: Uint8Array,
  side: number,
  offset: number,
  box: InkBox,
  { xx, xy, yx, yy, originX, originY }: Affine,
  to: Uint8Array,
  { first, stride }: Placing,
): void {
  // A row of the target is a line through the source: start + column * step. A step of nothing is taken
  // as next to nothing, which needs no case of its own.
  const columnsX = 1 / (xx || Number.EPSILON);
  const columnsY = 1 / (yx || Number.EPSILON);
  const [nearX, farX] = columnsX > 0 ? [box.left - 1, box.right + 1] : [box.right + 1, box.left - 1];
  const [nearY, farY] = columnsY > 0 ? [box.top - 1, box.bottom + 1] : [box.bottom + 1, box.top - 1];
  const stepX = Math.round(xx * one);
  const stepY = Math.round(yx * one);
  for (let row = 0; row < digitSide; row++) {
    const startX = xy * (row - centre) - xx * centre + originX;
    const startY = yy * (row - centre) - yx * centre + originY;
    const enters = Math.max((nearX - startX) * columnsX, (nearY - startY) * columnsY, 0);
    const leaves = Math.min((farX - startX) * columnsX, (farY - startY) * columnsY, digitSide - 1);
    if (!(enters <= leaves)) continue;
    const begin = Math.ceil(enters);
    const start = first + row * stride;
    const end = start + Math.floor(leaves);
    let x = Math.round((startX + begin * xx + offset) * one);
    let y = Math.round((startY + begin * yx + offset) * one);
    for (let out = start + begin; out <= end; out++) {
      const at = (y >> 16) * side + (x >> 16);
      const right = (x >> 5) & weightMask;
      const below = (y >> 5) & weightMask;
      const upperLeft = from[at] as number;
      const lowerLeft = from[at + side] as number;
      const upper = (upperLeft << weightBits) + ((from[at + 1] as number) - upperLeft) * right;
      const lower = (lowerLeft << weightBits) + ((from[at + side + 1] as number) - lowerLeft) * right;
      to[out] = ((upper << weightBits) + (lower - upper) * below + half) >> (2 * weightBits);
      x += stepX;
      y += stepY;
    }
  }
}

/** Found from the edges inwards, where most is paper. */
function inkBox(digit: Uint8Array): InkBox {
  let firstInk = 0;
  while (firstInk < digit.length && digit[firstInk] === 0) firstInk++;
  let lastInk = digit.length - 1;
  while (lastInk > firstInk && digit[lastInk] === 0) lastInk--;
  const top = Math.floor(firstInk / digitSide);
  const bottom = Math.floor(lastInk / digitSide);
  if (firstInk === digit.length) return { top: 1, bottom: 0, left: 0, right: 0 };
  let left = 0;
  while (isPaper(digit, left, top, bottom)) left++;
  let right = digitSide - 1;
  while (isPaper(digit, right, top, bottom)) right--;
  return { top, bottom, left, right };
}

function isPaper(digit: Uint8Array, column: number, top: number, bottom: number): boolean {
  const end = bottom * digitSide + column;
  for (let at = top * digitSide + column; at <= end; at += digitSide) if (digit[at] !== 0) return false;
  return true;
}
