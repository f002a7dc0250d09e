import { clipPolyline } from './clip.ts';
import { type Drawing, paperSize, type Stroke } from './drawing.ts';
import type { Normalisation } from './normalisation.ts';
import { boxSide, placeByCentreOfMass } from './place.ts';
import { rasterise } from './rasterise.ts';
import { simplify } from './simplify.ts';
import { flatten } from './smooth.ts';

/**
 * Width of the line that the network is given, in pixels of the 20 x 20 box, whatever the brush and
 * the pressure. It is the mean over MNIST's 60,000 training images, by two measures: twice the ink's
 * area over the length of its outline gives 2.45 (median 2.36), twice the distance from the line's
 * middle to its edge 2.44 (median 2.30). Darkness and greys then agree too: mnist-statistics.test.ts.
 */
export const networkLineWidth = 2.45;

/** How far a polyline may be from the line it stands for, at each of the two places that make one. */
const tolerancePx = 0.02;

/**
 * From a drawing to the 28 x 28 digit, with every step between (DESIGN section 4). Strokes are
 * vectors: they are drawn at the network's line width straight into the 20 x 20 box, so size, place
 * and brush make no difference.
 *
 * @returns null when there is no ink on the paper
 */
export function normalise(drawing: Drawing): Normalisation | null {
  const lines = linesOnPaper(drawing.strokes);
  const bounds = boundsOf(lines);
  if (!bounds) return null;
  const extent = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
  // The centreline and half a line on either side fill the box. A dot stays as wide as the line.
  const scale =
    extent > 0 ? (boxSide - networkLineWidth) / extent : networkLineWidth / (dotSizeOnPaper * paperSize);
  const middleX = (bounds.left + bounds.right) / 2;
  const middleY = (bounds.top + bounds.bottom) / 2;
  const box20 = rasterise(
    lines.map((line) => intoBox(line, scale, middleX, middleY)),
    networkLineWidth,
    boxSide,
    boxSide,
  );
  const margin = networkLineWidth / scale / 2;
  return {
    crop: {
      left: bounds.left - margin,
      top: bounds.top - margin,
      width: bounds.right - bounds.left + 2 * margin,
      height: bounds.bottom - bounds.top + 2 * margin,
    },
    scale,
    box20,
    ...placeByCentreOfMass(box20),
  };
}

/** What a dot, which has no extent, measures on the paper: a share of its side. */
const dotSizeOnPaper = 1 / 64;

/** The smooth centrelines on the paper, x and y in turn; ink outside the paper does not count. */
function linesOnPaper(strokes: readonly Stroke[]): Float64Array[] {
  const tolerance = (tolerancePx / boxSide) * Math.max(1, roughExtent(strokes));
  return strokes.flatMap(({ points }) => {
    const line = flatten(points, tolerance);
    return line.every((value) => value >= 0 && value <= paperSize) ? [line] : clipped(line);
  });
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

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boundsOf(lines: readonly Float64Array[]): Bounds | null {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      const x = line[at] as number;
      const y = line[at + 1] as number;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return left <= right ? { left, top, right, bottom } : null;
}

/** The line in pixels of the box, about its middle, with no more points than it needs there. */
function intoBox(line: Float64Array, scale: number, middleX: number, middleY: number): Float64Array {
  const inBox = line.map((value, at) => (value - (at % 2 ? middleY : middleX)) * scale + boxSide / 2);
  return simplify(inBox, tolerancePx);
}
