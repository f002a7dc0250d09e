import {
  type Drawing,
  emptyDrawing,
  type InkPicture,
  type InkPoint,
  paperSize,
  pictureSideMax,
  widePaper,
} from '../../digits/drawing/drawing.ts';
import { largest, smallest } from '../../lib/lists.ts';
import type { Paper } from '../../ui/draw-pad/model.ts';

/** A rounded point may lie so far beside the edge that its line was cut at. */
const rounding = 1;
/** A picture's pixel is ink from here on. */
const inkThreshold = 128;
/** How much of the wide paper's height a digit takes that comes from the square one. */
const heightShare = 0.8;

/** The paper that shows all of a drawing: the one that is wanted, or else the square one. */
export function paperFor(drawing: Drawing, wanted: Paper): Paper {
  return wanted === 'number' && fitsWidePaper(drawing) ? 'number' : 'digit';
}

function fitsWidePaper({ strokes, picture }: Drawing): boolean {
  const { top, bottom } = widePaper;
  const isShown = ({ y }: InkPoint) => y >= top - rounding && y <= bottom + rounding;
  return strokes.every(({ points }) => points.every(isShown)) && (!picture || pictureFits(picture));
}

function pictureFits({ side, ink }: InkPicture): boolean {
  const [first, end] = [
    Math.floor((widePaper.top / paperSize) * side),
    Math.ceil((widePaper.bottom / paperSize) * side),
  ];
  const isInked = (value: number) => value >= inkThreshold;
  return !ink.subarray(0, first * side).some(isInked) && !ink.subarray(end * side).some(isInked);
}

/** A drawing made smaller, so that it is a digit on the wide paper, at its left; a picture is put in its middle. */
export function onWidePaper({ strokes, picture }: Drawing): Drawing {
  const bounds = boundsOf(strokes, picture);
  if (!bounds) return emptyDrawing;
  const { left, right, top, bottom } = bounds;
  const room = heightShare * (widePaper.bottom - widePaper.top);
  const scale = Math.min(1, room / Math.max(1, bottom - top));
  const margin = (1 - heightShare) * (widePaper.bottom - widePaper.top);
  const width = scale * (right - left);
  const start = picture ? (paperSize - width) / 2 : Math.min(margin, paperSize - width);
  const middle = (widePaper.top + widePaper.bottom) / 2;
  const place = { scale, x: start - left * scale, y: middle - ((top + bottom) / 2) * scale };
  return {
    picture: picture && smallerPicture(picture, place),
    strokes: strokes.map(({ width, points }) => ({
      width: Math.max(1, Math.round(width * scale)),
      points: points.map(({ x, y, pressure }) => ({
        x: Math.round(x * scale + place.x),
        y: Math.round(y * scale + place.y),
        pressure,
      })),
    })),
  };
}

/** Of all ink, in paper units; null where there is none. */
function boundsOf(strokes: Drawing['strokes'], picture: InkPicture | null) {
  const points = strokes.flatMap((stroke) => stroke.points);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  if (picture) {
    const unit = paperSize / picture.side;
    picture.ink.forEach((value, at) => {
      if (value < inkThreshold) return;
      xs.push(((at % picture.side) + 0.5) * unit);
      ys.push((Math.floor(at / picture.side) + 0.5) * unit);
    });
  }
  if (xs.length === 0) return null;
  return { left: smallest(xs), right: largest(xs), top: smallest(ys), bottom: largest(ys) };
}

/** In pixels half as large as a digit's picture has them, so that the nearest one is close enough. */
function smallerPicture(
  { side, ink }: InkPicture,
  place: { readonly scale: number; readonly x: number; readonly y: number },
): InkPicture {
  const pixelAt = (at: number, offset: number) =>
    Math.floor(((((at + 0.5) / pictureSideMax) * paperSize - offset) / place.scale / paperSize) * side);
  const smaller = new Uint8Array(pictureSideMax ** 2);
  for (let at = 0; at < smaller.length; at++) {
    const column = pixelAt(at % pictureSideMax, place.x);
    const row = pixelAt(Math.floor(at / pictureSideMax), place.y);
    const isInside = column >= 0 && row >= 0 && column < side && row < side;
    if (isInside) smaller[at] = ink[row * side + column] as number;
  }
  return { side: pictureSideMax, ink: smaller };
}
