import { clipPolyline } from '../drawing/clip.ts';
import { type Drawing, paperSize, type Stroke } from '../drawing/drawing.ts';
import { flatten } from '../drawing/smooth.ts';
import { boxPicture } from './box-picture.ts';
import { boxStrokes } from './box-strokes.ts';
import { networkLineWidth } from './network-line-width.ts';
import type { Normalisation } from './normalisation.ts';
import { boxSide, placeByCentreOfMass } from './place.ts';

/** How far a polyline may be from the line it stands for, at each of the two places that make one. */
const tolerancePx = 0.02;

/** An object, so that no index of a list is taken for a width. */
interface Pen {
  readonly lineWidth: number;
}
const networkPen: Pen = { lineWidth: networkLineWidth };

/**
 * From a drawing to the 28 x 28 digit, with every step between. Strokes are
 * vectors: they are drawn at the network's line width straight into the 20 x 20 box, so size, place
 * and brush make no difference. A picture's lines are brought to that width.
 *
 * @param pen width of strokes, in pixels of the box: another than the network's for training only
 * @returns null when there is no ink on the paper
 */
export function normalise(drawing: Drawing, pen: Pen = networkPen): Normalisation | null {
  const lines = linesOnPaper(drawing.strokes);
  const boxed =
    (drawing.picture && boxPicture(drawing.picture, lines)) ?? boxStrokes(lines, pen.lineWidth, tolerancePx);
  return boxed && { ...boxed, ...placeByCentreOfMass(boxed.box20) };
}

/** The smooth centrelines on the paper, x and y in turn; ink outside the paper does not count. */
export function linesOnPaper(strokes: readonly Stroke[]): Float64Array[] {
  const tolerance = (tolerancePx / boxSide) * Math.max(1, roughExtent(strokes));
  return strokes.flatMap(({ points }) => {
    const line = flatten(points, tolerance);
    return isOnPaper(line) ? [line] : clipped(line);
  });
}

function isOnPaper(line: Float64Array): boolean {
  for (const value of line) if (!(value >= 0 && value <= paperSize)) return false;
  return true;
}

function clipped(line: Float64Array): Float64Array[] {
  const samples = Array.from({ length: line.length / 2 }, (_, point) => ({
    x: line[2 * point] as number,
    y: line[2 * point + 1] as number,
    pressure: 0,
  }));
  return clipPolyline(samples).map((piece) => Float64Array.from(piece.flatMap(({ x, y }) => [x, y])));
}

/** The longer side of the points' bounding box on the paper: enough to choose a tolerance by. */
function roughExtent(strokes: readonly Stroke[]): number {
  let left = paperSize;
  let right = 0;
  let top = paperSize;
  let bottom = 0;
  for (const { points } of strokes) {
    for (const { x, y } of points) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const extent = Math.max(right - left, bottom - top);
  return Number.isFinite(extent) ? Math.min(extent, paperSize) : paperSize;
}
