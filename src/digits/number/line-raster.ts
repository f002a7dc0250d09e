import { largest, smallest } from '../../lib/lists.ts';
import { inputSide } from '../../network/rasters.ts';
import { type Drawing, isEmpty, paperSize } from '../drawing/drawing.ts';
import { resample } from '../picture/resample.ts';
import { atNetworkWidth, shapeWithLines } from '../raster/box-picture.ts';
import { networkLineWidth } from '../raster/network-line-width.ts';
import { linesOnPaper } from '../raster/normalise.ts';
import { boxSide, centreIndex } from '../raster/place.ts';
import { rasterise } from '../raster/rasterise.ts';
import { piecesOf } from './graph.ts';
import { united } from './pieces.ts';

/** Paper left and right of the ink, in pixels: the first window has the ink's edge in its middle. */
const margin = inputSide / 2;
/** Columns are so many pixels apart, and the raster ends with one. */
const step = 4;
/** Wider ones would take too long: eight digits of the line's height have room. Smaller digits are scaled down. */
export const widestLine = 288;

/** A line of digits as the network would be given it, if it were as wide. */
export interface LineRaster {
  readonly width: number;
  /** 32 * width bytes, row-major, 0 paper to 255 ink. */
  readonly ink: Uint8Array;
}

/**
 * The whole line normalised as MNIST's digits are, once instead of digit by digit: its digits' height becomes 20
 * pixels, its centre of mass lies where a digit's does, and its lines are as broad.
 * @returns null for paper without ink
 */
export function lineRaster(drawing: Drawing): LineRaster | null {
  if (isEmpty(drawing)) return null;
  const { pieces, lineHeight } = piecesOf(drawing);
  if (pieces.length === 0) return null;
  const { left, right, top, bottom } = united(pieces.map(({ bounds }) => bounds));
  // A dash alone is no higher than its pen is broad.
  const height = Math.max(lineHeight, bottom - top > 0 ? 0 : right - left, 1);
  const scale = Math.min(
    (boxSide - networkLineWidth) / height,
    (widestLine - 2 * margin) / Math.max(1, right - left),
  );
  const width = step * Math.ceil(((right - left) * scale + 2 * margin) / step);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const ink = inkAt(drawing, { scale, width, middle });
  return { width, ink: atCentreOfMass(ink, width) };
}

interface Place {
  /** Pixels per paper unit. */
  readonly scale: number;
  readonly width: number;
  /** On the paper, of what lies in the middle of the raster. */
  readonly middle: { readonly x: number; readonly y: number };
}

function inkAt({ picture, strokes }: Drawing, { scale, width, middle }: Place): Uint8Array {
  const lines = linesOnPaper(strokes);
  const shape = picture && shapeWithLines(picture, lines);
  if (!shape) {
    const placed = lines.map((line) =>
      line.map((value, at) =>
        at % 2 === 0 ? (value - middle.x) * scale + width / 2 : (value - middle.y) * scale + inputSide / 2,
      ),
    );
    return rasterise(placed, networkLineWidth, width, inputSide);
  }
  const unit = paperSize / picture.side;
  const pixel = scale * unit;
  const raster = {
    width: shape.width,
    height: shape.distance.length / shape.width,
    values: atNetworkWidth(shape, boxSide / pixel),
  };
  const region = {
    left: middle.x / unit - shape.left - width / pixel / 2,
    top: middle.y / unit - shape.top - inputSide / pixel / 2,
    width: width / pixel,
    height: inputSide / pixel,
  };
  return Uint8Array.from(resample(raster, region, width, inputSide), (share) => Math.round(255 * share));
}

/** Moved up or down by whole pixels, as far as the ink has room. */
function atCentreOfMass(ink: Uint8Array, width: number): Uint8Array {
  const rows = Array.from({ length: inputSide }, (_, row) =>
    ink.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0),
  );
  const mass = rows.reduce((sum, value) => sum + value, 0);
  if (mass === 0) return ink;
  const centre = rows.reduce((sum, value, row) => sum + value * row, 0) / mass;
  const inked = rows.flatMap((value, row) => (value > 0 ? [row] : []));
  const wanted = Math.round(centreIndex + (inputSide - 28) / 2 - centre);
  const shift = Math.max(-smallest(inked), Math.min(inputSide - 1 - largest(inked), wanted));
  const moved = new Uint8Array(ink.length);
  moved.set(
    ink.subarray(Math.max(0, -shift * width), Math.min(ink.length, ink.length - shift * width)),
    Math.max(0, shift * width),
  );
  return moved;
}
