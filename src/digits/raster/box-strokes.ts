import { paperSize } from '../drawing/drawing.ts';
import type { BoxedInk } from './normalisation.ts';
import { boxSide } from './place.ts';
import { rasterise } from './rasterise.ts';
import { simplify } from './simplify.ts';

/** What a dot, which has no extent, measures on the paper: a share of its side. */
const dotSizeOnPaper = 1 / 64;

/**
 * The vectors' way to the 20 x 20 box: the centrelines are scaled so that they and half a line on
 * either side fill it, and drawn there at one width. A dot stays as wide as the line.
 *
 * @param lines centrelines on the paper, x and y in turn, in paper units
 * @param lineWidth in pixels of the box
 * @param tolerancePx how far the lines that are drawn may be from these, in pixels of the box
 * @returns null when there is no point
 */
export function boxStrokes(
  lines: readonly Float64Array[],
  lineWidth: number,
  tolerancePx: number,
): BoxedInk | null {
  const bounds = boundsOf(lines);
  if (!bounds) return null;
  const width = bounds.right - bounds.left;
  const height = bounds.bottom - bounds.top;
  const extent = Math.max(width, height);
  const scale = extent > 0 ? (boxSide - lineWidth) / extent : lineWidth / (dotSizeOnPaper * paperSize);
  const middle = { x: bounds.left + width / 2, y: bounds.top + height / 2 };
  // Written out, as everything is on this path that every digit of a data set goes through.
  const intoBox = (line: Float64Array) => {
    const boxed = new Float64Array(line.length);
    for (let at = 0; at < line.length; at += 2) {
      boxed[at] = ((line[at] as number) - middle.x) * scale + boxSide / 2;
      boxed[at + 1] = ((line[at + 1] as number) - middle.y) * scale + boxSide / 2;
    }
    return boxed;
  };
  const inBox = lines.map((line) => simplify(intoBox(line), tolerancePx));
  const margin = lineWidth / scale / 2;
  return {
    crop: {
      left: bounds.left - margin,
      top: bounds.top - margin,
      width: width + 2 * margin,
      height: height + 2 * margin,
    },
    scale,
    box20: rasterise(inBox, lineWidth, boxSide, boxSide),
  };
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
