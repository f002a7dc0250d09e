import { type Raster, resample } from '../digits/picture/resample.ts';
import { boxSide, placeByCentreOfMass } from '../digits/raster/place.ts';
import { type Digit28, digit28, digitSide, digitSize } from '../network/rasters.ts';
import { type InkSquare, inkBox, inkChanged, mapped, rounded } from './ink-changes.ts';
import { planeMapOf } from './plane-map.ts';
import { neutralValues, type WhatIfId, type WhatIfMoment, type WhatIfValues } from './what-if.ts';

/** The digit after its normalisation, changed. @param noiseOf which noise: the digit's place in its data set */
export function changedDigit(digit: Uint8Array, values: WhatIfValues, noiseOf = 0): Digit28 {
  const square = { side: digitSide, ink: digit };
  const map = planeMapOf(values);
  const { ink } = inkChanged(map ? mapped(square, map) : square, values, noiseOf);
  return digit28(ink === digit ? ink.slice() : ink);
}

/** Pixels of the paper to one of the digit, so that a digit made small on it and cropped keeps its form. */
const fineness = 2;

/**
 * A digit of a data set taken for ink on a paper of 28 x 28, changed there and normalised again by MNIST's recipe:
 * cropped to its ink, scaled to the 20 x 20 box, placed by its centre of mass. A digit that nothing is changed about
 * stays as it is, where its ink fills the box as MNIST's does. Blank paper where no ink is left.
 */
export function changedBefore(digit: Uint8Array, values: WhatIfValues, noiseOf = 0): Digit28 {
  const square = { side: digitSide, ink: digit };
  const map = planeMapOf(values);
  return normalisedAgain(inkChanged(map ? mapped(finer(square), map) : square, values, noiseOf));
}

function finer({ side, ink }: InkSquare): InkSquare {
  const wide = side * fineness;
  const to = new Uint8Array(wide * wide);
  for (let row = 0, at = 0; row < wide; row++) {
    const from = Math.floor(row / fineness) * side;
    for (let column = 0; column < wide; column++, at++)
      to[at] = ink[from + Math.floor(column / fineness)] as number;
  }
  return { side: wide, ink: to };
}

function normalisedAgain(paper: InkSquare): Digit28 {
  const found = inkOf(paper);
  if (!found) return digit28(new Uint8Array(digitSize));
  const { width, height } = found;
  const side = Math.max(width, height);
  const region = { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
  return placeByCentreOfMass(rounded(resample(found, region, boxSide, boxSide))).digit;
}

/** The ink cut out; null for blank paper. */
function inkOf(paper: InkSquare): Raster<Uint8Array> | null {
  const box = inkBox(paper);
  if (!box) return null;
  const { side, ink } = paper;
  const { left, top, width, height } = box;
  const values = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * side + left;
    values.set(ink.subarray(from, from + width), row * width);
  }
  return { width, height, values };
}

/**
 * Digits of a data set with one slider at a value and all others neutral.
 * @param digits n * 784 bytes
 * @param first place of the first of them in the data set, which their noise follows from
 * @returns n * 784 bytes
 */
export function changedDigits(
  digits: Uint8Array,
  id: WhatIfId,
  value: number,
  moment: WhatIfMoment,
  first = 0,
): Uint8Array {
  const values = { ...neutralValues, [id]: value };
  const change = moment === 'before' ? changedBefore : changedDigit;
  const changed = new Uint8Array(digits.length);
  for (let at = 0; at < digits.length; at += digitSize)
    changed.set(change(digits.subarray(at, at + digitSize), values, first + at / digitSize), at);
  return changed;
}
