import { type Drawing, paperSize, type Stroke } from '../digits/drawing/drawing.ts';
import { flatten } from '../digits/drawing/smooth.ts';
import { resample } from '../digits/picture/resample.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { rasterise } from '../digits/raster/rasterise.ts';
import { type Digit28, digit28, digitSide, digitSize } from '../network/rasters.ts';
import { changedDigit } from './changed-digit.ts';
import { changesInk, type InkSquare, inkChanged, lineChanged, mapped } from './ink-changes.ts';
import { type PlaneMap, planeMapOf } from './plane-map.ts';
import { neutralValues, type WhatIfMoment, type WhatIfValues } from './what-if.ts';

/** Pixels of a side of the paper, where it is worked on as ink: four to one of the digit. */
export const paperSide = 4 * digitSide;
/** Paper units to one pixel of the digit, and to one of the worked paper. */
const unitsPerPixel = paperSize / digitSide;
const unitsPerInk = paperSize / paperSide;

/** How a drawing becomes what the network is given. */
export interface WhatIfWay {
  readonly values: WhatIfValues;
  readonly moment: WhatIfMoment;
  /** Scaled straight from the paper to 28 x 28, without crop, box and centring, as most demos do it. */
  readonly straight: boolean;
}

export interface WhatIfInput {
  /** What lies on the paper: changed only where changes come before the normalisation. */
  readonly paper: Drawing;
  /** What the network is given; blank where no ink is left. */
  readonly digit: Digit28;
}

/** @param normalisation of the drawing as it is */
export function whatIfInput(drawing: Drawing, normalisation: Normalisation, way: WhatIfWay): WhatIfInput {
  const { values, moment, straight } = way;
  const given = (paper: Drawing) =>
    straight ? straightDigit(paper) : (normalise(paper)?.digit ?? digit28(new Uint8Array(digitSize)));
  if (moment === 'after') return { paper: drawing, digit: changedDigit(given(drawing), values) };
  const paper = changedDrawing(drawing, normalisation, values);
  return { paper, digit: given(paper) };
}

/**
 * The drawing changed on its paper, about the middle of its ink. Strokes stay vectors as long as they can: a line is
 * another brush then, which the normalisation draws at its own width. Blur, noise and invert need pixels: the drawing
 * becomes a picture. What leaves the paper is cut off.
 */
function changedDrawing(drawing: Drawing, { crop }: Normalisation, values: WhatIfValues): Drawing {
  const middle = { x: crop.left + crop.width / 2, y: crop.top + crop.height / 2 };
  const map = planeMapOf(values);
  const { line } = values;
  const strokes = drawing.strokes.map((stroke) => changedStroke(stroke, map, middle, line));
  const moved = { strokes, picture: drawing.picture && changedPicture(drawing.picture, map, middle, line) };
  if (!changesInk(values)) return moved;
  return { strokes: [], picture: inkChanged(paperInk(moved), { ...values, line: 0 }, 0) };
}

interface Middle {
  readonly x: number;
  readonly y: number;
}

/** A line can be no thinner than this, in paper units: it would be gone. */
const thinnest = 8;

function changedStroke(
  { width, points }: Stroke,
  map: PlaneMap | null,
  middle: Middle,
  line: number,
): Stroke {
  const scale = map ? Math.sqrt(Math.abs(map.xx * map.yy - map.xy * map.yx)) : 1;
  return {
    width: Math.max(thinnest, Math.round(width * scale + 2 * line * unitsPerPixel)),
    points: map ? points.map((point) => ({ ...point, ...placed(point, map, middle) })) : points,
  };
}

function placed({ x, y }: Middle, map: PlaneMap, middle: Middle): Middle {
  const [dx, dy] = [x - middle.x, y - middle.y];
  return {
    x: Math.round(map.xx * dx + map.xy * dy + middle.x + map.shiftX * unitsPerPixel),
    y: Math.round(map.yx * dx + map.yy * dy + middle.y + map.shiftY * unitsPerPixel),
  };
}

function changedPicture(picture: InkSquare, map: PlaneMap | null, middle: Middle, line: number): InkSquare {
  if (!map && line === 0) return picture;
  const units = paperSize / picture.side;
  const own = { x: middle.x / units, y: middle.y / units };
  const moved = map ? mapped(picture, map, own) : picture;
  return line === 0 ? moved : lineChanged(moved, line);
}

/** All that lies on the paper as ink, each line as wide as its brush. */
export function paperInk({ strokes, picture }: Drawing): InkSquare {
  const ink = new Uint8Array(paperSide * paperSide);
  if (picture) ink.set(scaled(picture, paperSide));
  for (const width of new Set(strokes.map((stroke) => stroke.width))) {
    const lines = strokes
      .filter((stroke) => stroke.width === width)
      .map(({ points }) => flatten(points, unitsPerInk / 8).map((value) => value / unitsPerInk));
    const drawn = rasterise(lines, width / unitsPerInk, paperSide, paperSide);
    drawn.forEach((value, at) => {
      ink[at] = Math.max(ink[at] as number, value);
    });
  }
  return { side: paperSide, ink };
}

function straightDigit(paper: Drawing): Digit28 {
  return digit28(scaled(paperInk(paper), digitSide));
}

function scaled({ side, ink }: InkSquare, to: number): Uint8Array {
  const raster = { width: side, height: side, values: ink };
  return Uint8Array.from(
    resample(raster, { left: 0, top: 0, width: side, height: side }, to, to),
    Math.round,
  );
}

/** The same way with one slider somewhere else. */
export function wayWith(way: WhatIfWay, values: Partial<WhatIfValues>): WhatIfWay {
  return { ...way, values: { ...way.values, ...values } };
}

export const usualWay: WhatIfWay = { values: neutralValues, moment: 'before', straight: false };
