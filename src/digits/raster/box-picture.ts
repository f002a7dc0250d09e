import { type InkPicture, paperSize } from '../drawing/drawing.ts';
import { type Region, resample } from '../picture/resample.ts';
import { signedDistance } from './distance.ts';
import { networkLineWidth } from './network-line-width.ts';
import type { BoxedInk } from './normalisation.ts';
import { boxSide } from './place.ts';
import { rasterise } from './rasterise.ts';

/** Ink from here on; paper below. */
const inkThreshold = 128;

/**
 * The raster's way to the 20 x 20 box: lines are brought to the network's width by moving the ink's
 * edge (a level of the signed distance), cropped and scaled down by area. Strokes on the picture count
 * as ink of the picture's own line width.
 *
 * @param lines the strokes' centrelines on the paper, x and y in turn, in paper units
 * @returns null when the picture holds no ink (any more)
 */
export function boxPicture(picture: InkPicture, lines: readonly Float64Array[]): BoxedInk | null {
  const shape = shapeWithLines(picture, lines);
  if (!shape) return null;
  const { width, distance } = shape;
  const coverage = atNetworkWidth(shape, shape.extent);
  const bounds = boundsOf(coverage, width);
  const side = Math.max(bounds.width, bounds.height);
  const region = {
    left: bounds.left - (side - bounds.width) / 2,
    top: bounds.top - (side - bounds.height) / 2,
    width: side,
    height: side,
  };
  const raster = { width, height: distance.length / width, values: coverage };
  const box20 = Uint8Array.from(resample(raster, region, boxSide, boxSide), (share) =>
    Math.round(255 * share),
  );
  const unit = paperSize / picture.side;
  return {
    crop: {
      left: (bounds.left + shape.left) * unit,
      top: (bounds.top + shape.top) * unit,
      width: bounds.width * unit,
      height: bounds.height * unit,
    },
    scale: boxSide / (side * unit),
    box20,
  };
}

/**
 * The ink of a picture and of lines on it.
 * @param lines centrelines on the paper, x and y in turn, in paper units
 * @returns null when the picture holds no ink (any more)
 */
export function shapeWithLines(picture: InkPicture, lines: readonly Float64Array[]): Shape | null {
  const alone = shapeOf(picture.ink, picture.side);
  if (!alone || lines.length === 0) return alone;
  return shapeOf(withLines(picture, lines, alone.lineWidth), picture.side) ?? alone;
}

/**
 * The shape with lines as wide as the network's once `length` is scaled to the box's side.
 * @param length in pixels of the picture, with the lines as wide as they are
 * @returns the share of each pixel of the cut-out that is ink
 */
export function atNetworkWidth(shape: Shape, length: number): Float64Array {
  const offset = edgeOffset(shape, length);
  return shape.distance.map((value) => Math.min(1, Math.max(0, offset - value + 0.5)));
}

/** The ink of a picture cut out, with room around it for lines to grow. Pixels of the picture. */
export interface Shape {
  /** Where the cut-out's upper left corner lies in the picture. */
  readonly left: number;
  readonly top: number;
  /** Of the cut-out; its height is distance.length / width. */
  readonly width: number;
  /** Signed distance to the ink's edge, negative in ink. */
  readonly distance: Float64Array;
  /** Longer side of the ink's bounding box. */
  readonly extent: number;
  readonly lineWidth: number;
  /** Half the width of the thinner lines: a tenth of the ink is thinner. */
  readonly thinHalf: number;
}

function shapeOf(ink: Uint8Array, side: number): Shape | null {
  const { left, top, width, height } = boundsOf(ink, side, inkThreshold);
  if (width <= 0) return null;
  const extent = Math.max(width, height);
  const room = Math.ceil(extent / (2 * (boxSide / networkLineWidth - 1))) + 2;
  const across = width + 2 * room;
  const down = height + 2 * room;
  const distance = signedDistance(across, down, (at) => {
    const column = (at % across) - room;
    const row = Math.floor(at / across) - room;
    if (column < 0 || row < 0 || column >= width || row >= height) return false;
    return (ink[(top + row) * side + left + column] as number) >= inkThreshold;
  });
  return { left: left - room, top: top - room, width: across, distance, extent, ...widths(distance, across) };
}

/**
 * Distances in a line of width w are spread evenly over 0..w / 2, so their mean is w / 4. The thinner
 * lines are read off the ridges: pixels that are about as deep as any within two pixels.
 */
function widths(distance: Float64Array, width: number): { lineWidth: number; thinHalf: number } {
  let sum = 0;
  let count = 0;
  const ridges: number[] = [];
  distance.forEach((value, at) => {
    if (value >= 0) return;
    sum -= value;
    count++;
    if (isRidge(distance, width, at)) ridges.push(-value);
  });
  ridges.sort((a, b) => a - b);
  const lineWidth = (4 * sum) / count;
  return { lineWidth, thinHalf: ridges[Math.floor(ridges.length / 10)] ?? lineWidth / 2 };
}

function isRidge(distance: Float64Array, width: number, at: number): boolean {
  const depth = distance[at] as number;
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++)
      if ((distance[at + row * width + column] as number) < depth - 0.8) return false;
  }
  return true;
}

/**
 * How far the ink's edge must move out (or in, when negative) for the line to be as wide as the
 * network's once the length, which moves along, is 20: (length + 2 o) / (lineWidth + 2 o) =
 * 20 / networkLineWidth. Thin lines among thick ones must not vanish: they keep a quarter.
 */
function edgeOffset({ lineWidth, thinHalf }: Shape, length: number): number {
  const ratio = boxSide / networkLineWidth;
  return Math.max((length - ratio * lineWidth) / (ratio - 1) / 2, -0.75 * thinHalf);
}

/** The picture's ink and the lines', drawn at the picture's line width. */
function withLines(picture: InkPicture, lines: readonly Float64Array[], lineWidth: number): Uint8Array {
  const { side } = picture;
  const inPixels = lines.map((line) => line.map((value) => (value * side) / paperSize));
  return rasterise(inPixels, lineWidth, side, side).map((ink, at) =>
    Math.max(ink, picture.ink[at] as number),
  );
}

/** Of all values of at least `threshold` (more than 0 when left out); sides of 0 when there is none. */
function boundsOf(values: ArrayLike<number>, width: number, threshold = Number.MIN_VALUE): Region {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let at = 0; at < values.length; at++) {
    if ((values[at] as number) < threshold) continue;
    const column = at % width;
    const row = (at - column) / width;
    left = Math.min(left, column);
    right = Math.max(right, column);
    if (top < 0) top = row;
    bottom = row;
  }
  return right < 0
    ? { left: 0, top: 0, width: 0, height: 0 }
    : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
