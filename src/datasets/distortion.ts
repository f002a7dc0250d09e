import { digitSide, digitSize } from '../lenet/rasters.ts';
import type { Random } from '../lib/random.ts';
import { type Affine, centre, type Placing, plainDigit, resampleAffine } from './affine.ts';

/**
 * Random distortions of a digit, so that a network learns the ways people write rather than the pixels
 * of a training set: an affine map and an elastic field (Simard, Steinkraus, Platt: "Best practices for
 * convolutional neural networks", ICDAR 2003) in one resampling, then a thinner or thicker line.
 *
 * Simard's field is white noise under a Gaussian; here it is a uniform cubic B-spline through random
 * control vectors, which looks the same and costs a tenth.
 */
export interface Distortion {
  /** Rotation within +- this, in degrees. */
  readonly rotationDeg: number;
  /** Width and height are each scaled by 1 +- this, at random. */
  readonly scale: number;
  /** Slant: horizontal shift per pixel of height, within +- this. */
  readonly shear: number;
  /** Shift within +- this, in pixels, on each axis. */
  readonly shiftPx: number;
  /** Standard deviation of the elastic displacement on each axis, in pixels. */
  readonly elasticPx: number;
  /** Up to this share of the way to the digit eroded by a pixel's neighbours (0..1). */
  readonly thinning: number;
  /** The same to the dilated digit. */
  readonly thickening: number;
}

export const noDistortion: Distortion = {
  rotationDeg: 0,
  scale: 0,
  shear: 0,
  shiftPx: 0,
  elasticPx: 0,
  thinning: 0,
  thickening: 0,
};

/**
 * Distorts one digit: 784 bytes from `source` into `target` (which may not overlap).
 * It draws the same count of random numbers for every digit.
 */
export type Distorter = (source: Uint8Array, target: Uint8Array, random: Random) => void;

/** Pixels between control points of the elastic field; close to Simard's Gaussian of 4 pixels. */
const spacing = 7;
const controls = digitSide / spacing + 3;
const controlPoints = controls * controls;
/** Paper around the source, so that samples at its edge need no test of their own. */
const border = 2;
const borderedSide = digitSide + 2 * border;
/** Where the digit lies in a bordered picture. */
const borderedDigit: Placing = { first: border * borderedSide + border, stride: borderedSide };

/** Weights of the four control points around each pixel, [28, 4]. */
const splineWeights = Float64Array.from({ length: digitSide * 4 }, (_, i) => {
  const t = (Math.floor(i / 4) % spacing) / spacing;
  const basis = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
  return (basis[i % 4] as number) / 6;
});

/** Displacement's standard deviation for control vectors uniform in +-1: what the spline leaves of it. */
const deviationOfUnitField = (() => {
  const meanSquare = splineWeights.reduce((sum, weight) => sum + weight ** 2, 0) / digitSide;
  return meanSquare / Math.sqrt(3);
})();

/**
 * A distorter with working memory of its own. What the settings leave out is not computed: without
 * elastic displacement an affine map alone is sampled, some ten times faster and within 1 of 255.
 */
export function createDistorter(settings: Distortion): Distorter {
  const bordered = new Uint8Array(borderedSide * borderedSide);
  const moved = new Uint8Array(borderedSide * borderedSide);
  const fieldX = new Float64Array(controlPoints);
  const fieldY = new Float64Array(controlPoints);
  const reach = settings.elasticPx / deviationOfUnitField;
  const changesLine = settings.thinning > 0 || settings.thickening > 0;

  return (source, target, random) => {
    const within = (limit: number) => (2 * random.uniform() - 1) * limit;
    const affine = inverseAffine(within, settings);
    const line = within(1);
    if (reach > 0) {
      for (let i = 0; i < controlPoints; i++) {
        fieldX[i] = within(reach);
        fieldY[i] = within(reach);
      }
      copyBordered(source, bordered);
      resample(bordered, moved, affine, fieldX, fieldY);
    } else {
      // The field's share of chance is drawn all the same, so that the settings do not move the digits after.
      for (let i = 0; i < 2 * controlPoints; i++) random.uniform();
      if (changesLine) resampleAffine(source, affine, moved, borderedDigit);
      else resampleAffine(source, affine, target, plainDigit);
    }
    if (reach > 0 || changesLine)
      changeLine(moved, target, line * (line > 0 ? settings.thickening : settings.thinning));
  };
}

/** What is around the digit stays paper. */
function copyBordered(source: Uint8Array, bordered: Uint8Array): void {
  for (let row = 0, from = 0; row < digitSide; row++) {
    for (let to = firstOfRow(row), end = to + digitSide; to < end; to++) {
      bordered[to] = source[from++] as number;
    }
  }
}

/** The inverse of shift * rotation * slant * scale about the centre. */
function inverseAffine(within: (limit: number) => number, settings: Distortion): Affine {
  const angle = (within(settings.rotationDeg) * Math.PI) / 180;
  const scaleX = 1 + within(settings.scale);
  const scaleY = 1 + within(settings.scale);
  const shear = within(settings.shear);
  const shiftX = within(settings.shiftPx);
  const shiftY = within(settings.shiftPx);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const xx = (cos + shear * sin) / scaleX;
  const xy = (sin - shear * cos) / scaleX;
  const yx = -sin / scaleY;
  const yy = cos / scaleY;
  const originX = centre - xx * shiftX - xy * shiftY;
  const originY = centre - yx * shiftX - yy * shiftY;
  return { xx, xy, yx, yy, originX, originY };
}

/** Bilinear samples of `from` at the affine place plus the field's displacement; both are bordered. */
function resample(
  from: Uint8Array,
  to: Uint8Array,
  { xx, xy, yx, yy, originX, originY }: Affine,
  fieldX: Float64Array,
  fieldY: Float64Array,
): void {
  // The control points of one row of pixels: the field with its rows already weighted.
  const rowX = new Float64Array(controls);
  const rowY = new Float64Array(controls);
  for (let row = 0; row < digitSide; row++) {
    weighRows(fieldX, row, rowX);
    weighRows(fieldY, row, rowY);
    const y = row - centre;
    let at = firstOfRow(row);
    for (let column = 0; column < digitSide; column++) {
      const x = column - centre;
      const sourceX = xx * x + xy * y + originX + border + weighColumns(rowX, column);
      const sourceY = yx * x + yy * y + originY + border + weighColumns(rowY, column);
      to[at++] = sampleAt(from, sourceX, sourceY);
    }
  }
}

function weighRows(field: Float64Array, row: number, into: Float64Array): void {
  const first = Math.floor(row / spacing);
  const weights = row * 4;
  for (let column = 0; column < controls; column++) {
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      sum += (splineWeights[weights + i] as number) * (field[(first + i) * controls + column] as number);
    }
    into[column] = sum;
  }
}

function weighColumns(row: Float64Array, column: number): number {
  const first = Math.floor(column / spacing);
  const weights = column * 4;
  return (
    (splineWeights[weights] as number) * (row[first] as number) +
    (splineWeights[weights + 1] as number) * (row[first + 1] as number) +
    (splineWeights[weights + 2] as number) * (row[first + 2] as number) +
    (splineWeights[weights + 3] as number) * (row[first + 3] as number)
  );
}

/** The bordered picture at (x, y) in its own pixels; what lies outside is paper. Rounded. */
function sampleAt(picture: Uint8Array, x: number, y: number): number {
  const insideX = Math.min(Math.max(x, 0), borderedSide - 1.001);
  const insideY = Math.min(Math.max(y, 0), borderedSide - 1.001);
  const column = insideX | 0;
  const row = insideY | 0;
  const right = insideX - column;
  const below = insideY - row;
  const at = row * borderedSide + column;
  const upper = (picture[at] as number) * (1 - right) + (picture[at + 1] as number) * right;
  const lower =
    (picture[at + borderedSide] as number) * (1 - right) + (picture[at + borderedSide + 1] as number) * right;
  return (upper * (1 - below) + lower * below + 0.5) | 0;
}

/**
 * From the bordered picture to 28 x 28, each pixel moved `share` of the way to the darkest of itself and
 * its four neighbours (thicker), or -share of the way to the lightest (thinner).
 */
function changeLine(from: Uint8Array, to: Uint8Array, share: number): void {
  const amount = Math.abs(share);
  const thicker = share > 0;
  for (let row = 0; row < digitSide; row++) {
    let at = firstOfRow(row);
    let out = row * digitSide;
    for (let column = 0; column < digitSide; column++, at++, out++) {
      const here = from[at] as number;
      const left = from[at - 1] as number;
      const right = from[at + 1] as number;
      const above = from[at - borderedSide] as number;
      const below = from[at + borderedSide] as number;
      let extreme = here;
      if (thicker) {
        if (left > extreme) extreme = left;
        if (right > extreme) extreme = right;
        if (above > extreme) extreme = above;
        if (below > extreme) extreme = below;
      } else {
        if (left < extreme) extreme = left;
        if (right < extreme) extreme = right;
        if (above < extreme) extreme = above;
        if (below < extreme) extreme = below;
      }
      to[out] = (here + amount * (extreme - here) + 0.5) | 0;
    }
  }
}

/** Where a row of the digit starts in a bordered picture. */
function firstOfRow(row: number): number {
  return (row + border) * borderedSide + border;
}

/** Distorts n digits, one after the other, into a new array of n * 784 bytes. */
export function distortAll(digits: Uint8Array, distort: Distorter, random: Random): Uint8Array {
  const distorted = new Uint8Array(digits.length);
  for (let at = 0; at < digits.length; at += digitSize) {
    distort(digits.subarray(at, at + digitSize), distorted.subarray(at, at + digitSize), random);
  }
  return distorted;
}
