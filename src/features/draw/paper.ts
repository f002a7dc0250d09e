import {
  type Drawing,
  emptyDrawing,
  type InkPoint,
  paperSize,
  widePaper,
} from '../../digits/drawing/drawing.ts';
import { largest, smallest } from '../../lib/lists.ts';

/** The square paper for one digit, or the wide one for a number: a part of the square one. */
export type Paper = 'digit' | 'number';

/** A rounded point may lie so far beside the edge that its line was cut at. */
const rounding = 1;
/** How much of the wide paper's height a digit takes that comes from the square one. */
const heightShare = 0.8;

/** The paper that shows all of a drawing: the one that is wanted, or else the square one. */
export function paperFor(drawing: Drawing, wanted: Paper): Paper {
  return wanted === 'number' && fitsWidePaper(drawing) ? 'number' : 'digit';
}

function fitsWidePaper({ strokes, picture }: Drawing): boolean {
  const { top, bottom } = widePaper;
  const isShown = ({ y }: InkPoint) => y >= top - rounding && y <= bottom + rounding;
  return picture === null && strokes.every(({ points }) => points.every(isShown));
}

/** A drawing made smaller, so that it is a digit on the wide paper, at its left. A picture has no place there. */
export function onWidePaper({ strokes, picture }: Drawing): Drawing {
  const points = strokes.flatMap((stroke) => stroke.points);
  if (picture || points.length === 0) return emptyDrawing;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [smallest(xs), largest(xs), smallest(ys), largest(ys)];
  const room = heightShare * (widePaper.bottom - widePaper.top);
  const scale = Math.min(1, room / Math.max(1, bottom - top));
  const margin = (1 - heightShare) * (widePaper.bottom - widePaper.top);
  const start = Math.min(margin, paperSize - scale * (right - left));
  const middle = (widePaper.top + widePaper.bottom) / 2;
  return {
    picture: null,
    strokes: strokes.map(({ width, points }) => ({
      width: Math.max(1, Math.round(width * scale)),
      points: points.map(({ x, y, pressure }) => ({
        x: Math.round((x - left) * scale + start),
        y: Math.round((y - (top + bottom) / 2) * scale + middle),
        pressure,
      })),
    })),
  };
}
