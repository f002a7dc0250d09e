import type { Region } from '../digits/picture/resample.ts';
import { randomFromSeed } from '../lib/random.ts';
import { digitSide, digitSize } from '../network/rasters.ts';
import { inverseOf, type PlaneMap } from './plane-map.ts';
import type { WhatIfValues } from './what-if.ts';

/**
 * Changes of a square of ink, 0 = paper, 255 = ink, row-major. Its side is a multiple of 28: lengths are told in
 * pixels of 28 to the side, so that a change means the same on a finer paper.
 */
export interface InkSquare {
  readonly side: number;
  readonly ink: Uint8Array;
}

/**
 * Bilinear samples under a map; what comes from outside is paper, and what leaves the square is cut off.
 * @param middle that the map turns and sizes about, in pixels of this square
 */
export function mapped(
  { side, ink }: InkSquare,
  map: PlaneMap,
  middle = { x: side / 2, y: side / 2 },
): InkSquare {
  const { xx, xy, yx, yy, shiftX, shiftY } = inverseOf(map);
  const scale = side / digitSide;
  const to = new Uint8Array(ink.length);
  const box = inkBox({ side, ink });
  if (!box) return { side, ink: to };
  // Most of a digit's square is paper, and needs no sample.
  const [left, top] = [box.left - 1, box.top - 1];
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  for (let row = 0, at = 0; row < side; row++) {
    const down = row + 0.5 - middle.y;
    // The middles of pixels are at a half.
    let x = xx * (0.5 - middle.x) + xy * down + shiftX * scale + middle.x - 0.5;
    let y = yx * (0.5 - middle.x) + yy * down + shiftY * scale + middle.y - 0.5;
    for (let column = 0; column < side; column++, at++, x += xx, y += yx) {
      if (x > left && y > top && x < right && y < bottom) to[at] = sampleAt(ink, side, x, y) + 0.5;
    }
  }
  return { side, ink: to };
}

/** Where the ink lies, in pixels; null for blank paper. */
export function inkBox({ side, ink }: InkSquare): Region | null {
  const first = ink.findIndex((value) => value !== 0);
  if (first < 0) return null;
  const top = Math.floor(first / side);
  const bottom = Math.floor(ink.findLastIndex((value) => value !== 0) / side);
  const isPaper = (column: number) => {
    for (let at = top * side + column; at < (bottom + 1) * side; at += side) if (ink[at] !== 0) return false;
    return true;
  };
  let left = 0;
  while (isPaper(left)) left++;
  let right = side - 1;
  while (isPaper(right)) right--;
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The nearest bytes: a loop, for thousands of digits go through here. */
export function rounded(values: Float32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (values[at] as number) + 0.5;
  return bytes;
}

function sampleAt(ink: Uint8Array, side: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const below = y - top;
  const at = top * side + left;
  const [inLeft, inRight] = [left >= 0, left + 1 < side];
  let value = 0;
  if (top >= 0) {
    if (inLeft) value += (ink[at] as number) * (1 - right) * (1 - below);
    if (inRight) value += (ink[at + 1] as number) * right * (1 - below);
  }
  if (top + 1 < side) {
    if (inLeft) value += (ink[at + side] as number) * (1 - right) * below;
    if (inRight) value += (ink[at + side + 1] as number) * right * below;
  }
  return value;
}

/** Line, blur, noise and invert, in this order; the same square where all of them are neutral. */
export function inkChanged(square: InkSquare, values: WhatIfValues, noiseOf: number): InkSquare {
  const { line, blur, noise, invert } = values;
  let now = square;
  if (line !== 0) now = lineChanged(now, line);
  if (blur > 0) now = blurred(now, blur);
  if (noise > 0) now = noisy(now, noise / 100, noiseOf);
  if (invert > 0) now = inverted(now, invert / 100);
  return now;
}

/** Whether anything but the line is changed about the ink itself, which vectors cannot hold. */
export function changesInk({ blur, noise, invert }: WhatIfValues): boolean {
  return blur > 0 || noise > 0 || invert > 0;
}

/**
 * The darkest (or, for a negative length, the lightest) of a pixel and its four neighbours, again and again; the last
 * time a part of the way, so that half a pixel is half a pixel. Beyond the edge there is paper.
 * @param px how far the ink's edge moves out
 */
export function lineChanged({ side, ink }: InkSquare, px: number): InkSquare {
  const length = (Math.abs(px) * side) / digitSide;
  let now = ink;
  for (let left = length; left > 0; left -= 1) now = edgeMoved(now, side, px > 0, Math.min(1, left));
  return { side, ink: now };
}

function edgeMoved(from: Uint8Array, side: number, out: boolean, share: number): Uint8Array {
  const to = new Uint8Array(from.length);
  const extreme = out ? Math.max : Math.min;
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at++) {
      const here = from[at] as number;
      const left = column > 0 ? (from[at - 1] as number) : 0;
      const right = column + 1 < side ? (from[at + 1] as number) : 0;
      const above = row > 0 ? (from[at - side] as number) : 0;
      const below = row + 1 < side ? (from[at + side] as number) : 0;
      const found = extreme(here, left, right, above, below);
      to[at] = here + share * (found - here) + 0.5;
    }
  }
  return to;
}

/** A Gaussian blur, cut off at three standard deviations. @param px its standard deviation */
function blurred({ side, ink }: InkSquare, px: number): InkSquare {
  const kernel = gaussian((px * side) / digitSide);
  const across = new Float32Array(ink.length);
  const down = new Float32Array(ink.length);
  alongRows(ink, across, side, kernel);
  // Rows come out as columns, so that twice the same goes both ways.
  alongRows(across, down, side, kernel);
  return { side, ink: rounded(down) };
}

function gaussian(deviation: number): Float32Array {
  const reach = Math.max(1, Math.ceil(3 * deviation));
  const weights = Float32Array.from({ length: reach + 1 }, (_, at) => Math.exp(-0.5 * (at / deviation) ** 2));
  const sum = weights.reduce((total, weight, at) => total + (at === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** One half of a symmetric kernel along the rows; the result is transposed. */
function alongRows(
  from: Uint8Array | Float32Array,
  to: Float32Array,
  side: number,
  half: Float32Array,
): void {
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const value = from[row * side + column] as number;
      if (value === 0) continue;
      const first = Math.max(0, column - half.length + 1);
      const last = Math.min(side - 1, column + half.length - 1);
      for (let at = first; at <= last; at++) {
        const place = at * side + row;
        to[place] = (to[place] as number) + value * (half[Math.abs(at - column)] as number);
      }
    }
  }
}

/**
 * Normal noise of 28 x 28 grains, cut off at paper and ink.
 * @param deviation as a share of full ink
 * @param noiseOf another number, other noise; the same number, the same noise, whatever its strength
 */
function noisy({ side, ink }: InkSquare, deviation: number, noiseOf: number): InkSquare {
  grains ??= drawGrains();
  const first = (noiseOf * 7919) % (grains.length - digitSize);
  const fineness = side / digitSide;
  const to = new Uint8ClampedArray(ink.length);
  for (let row = 0, at = 0; row < side; row++) {
    const from = first + Math.floor(row / fineness) * digitSide;
    for (let column = 0; column < side; column++, at++) {
      const grain = grains[from + Math.floor(column / fineness)] as number;
      to[at] = (ink[at] as number) + 255 * deviation * grain;
    }
  }
  return { side, ink: new Uint8Array(to.buffer) };
}

/** Normal numbers that noise is taken from: to draw new ones for every digit would take longer than to read it. */
let grains: Float32Array | undefined;

function drawGrains(): Float32Array {
  const random = randomFromSeed(28);
  return Float32Array.from({ length: 2 ** 16 }, () => random.normal());
}

/** @param share 1 exchanges ink and paper, a half is grey all over */
function inverted({ side, ink }: InkSquare, share: number): InkSquare {
  return { side, ink: ink.map((value) => Math.round(value + share * (255 - 2 * value))) };
}
