import type { Random } from '../../lib/random.ts';
import { digitSide, digitSize } from '../../network/rasters.ts';
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
 * With the same settings it draws the same count of random numbers for every digit.
 */
export type Distorter = (source: Uint8Array, target: Uint8Array, random: Random) => void;

/** Pixels between control points of the elastic field; close to Simard's Gaussian of 4 pixels. */
export const spacing = 7;
/** Control points on each axis. */
export const controls = digitSide / spacing + 3;
const controlPoints = controls * controls;
/** Paper around the source, so that samples at its edge need no test of their own. */
export const border = 2;
const borderedSide = digitSide + 2 * border;
/** The last place that still has a pixel after it. */
const last = borderedSide - 1.001;
/** Where the digit lies in a bordered picture. */
const borderedDigit: Placing = { first: border * borderedSide + border, stride: borderedSide };

/** Weights of the four control points around each pixel, [28, 4]. */
const splineWeights = Float64Array.from({ length: digitSide * 4 }, (_, i) => {
  const t = (Math.floor(i / 4) % spacing) / spacing;
  const basis = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
  return (basis[i % 4] as number) / 6;
});

/** Displacement's standard deviation for control vectors uniform in +-1: what the spline leaves of it. */
export const deviationOfUnitField = (() => {
  const meanSquare = splineWeights.reduce((sum, weight) => sum + weight ** 2, 0) / digitSide;
  return meanSquare / Math.sqrt(3);
})();

/**
 * A distorter with working memory of its own. What the settings leave out is not computed: without
 * elastic displacement an affine map alone is sampled, some five times faster and within 1 of 255.
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
    const [to, placing] = changesLine ? [moved, borderedDigit] : [target, plainDigit];
    if (reach > 0) {
      for (let i = 0; i < controlPoints; i++) {
        fieldX[i] = within(reach);
        fieldY[i] = within(reach);
      }
      copyBordered(source, bordered);
      resample(bordered, to, affine, fieldX, fieldY, placing);
    } else {
      resampleAffine(source, affine, to, placing);
    }
    if (changesLine) changeLine(moved, target, line * (line > 0 ? settings.thickening : settings.thinning));
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

/** Bilinear samples of the bordered picture at the affine place plus the field's displacement. */
function resample(
  from: Uint8Array,
  to: Uint8Array,
  { xx, xy, yx, yy, originX, originY }: Affine,
  fieldX: Float64Array,
  fieldY: Float64Array,
  { first, stride }: Placing,
): void {
  // The control points of one row of pixels: the field with its rows already weighted.
  const rowX = new Float64Array(controls);
  const rowY = new Float64Array(controls);
  for (let row = 0; row < digitSide; row++) {
    weighRows(fieldX, row, rowX);
    weighRows(fieldY, row, rowY);
    const acrossX = xy * (row - centre);
    const acrossY = yy * (row - centre);
    let at = first + row * stride;
    let x = -centre;
    for (let cell = 0; cell < digitSide / spacing; cell++) {
      const [x0, x1, x2, x3] = controlsOf(rowX, cell);
      const [y0, y1, y2, y3] = controlsOf(rowY, cell);
      for (let weights = 0; weights < 4 * spacing; weights += 4) {
        const w0 = splineWeights[weights] as number;
        const w1 = splineWeights[weights + 1] as number;
        const w2 = splineWeights[weights + 2] as number;
        const w3 = splineWeights[weights + 3] as number;
        const sourceX = xx * x + acrossX + originX + border + (w0 * x0 + w1 * x1 + w2 * x2 + w3 * x3);
        const sourceY = yx * x + acrossY + originY + border + (w0 * y0 + w1 * y1 + w2 * y2 + w3 * y3);
        to[at++] = sampleAt(from, sourceX, sourceY);
        x += 1;
      }
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

/** The four that move the pixels of one cell of a row. */
function controlsOf(row: Float64Array, cell: number): readonly [number, number, number, number] {
  return [row[cell], row[cell + 1], row[cell + 2], row[cell + 3]] as [number, number, number, number];
}

/** The bordered picture at (x, y) in its own pixels; what lies outside is paper. Rounded. */
function sampleAt(picture: Uint8Array, x: number, y: number): number {
  const insideX = Math.min(Math.max(x, 0), last);
  const insideY = Math.min(Math.max(y, 0), last);
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
