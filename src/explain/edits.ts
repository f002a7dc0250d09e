import { type Drawing, paperSize, type Stroke } from '../digits/drawing/drawing.ts';
import { eraseAlong } from '../digits/drawing/erase.ts';
import type { Place } from '../digits/drawing/ways.ts';
import { networkLineWidth } from '../digits/raster/network-line-width.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import {
  apart,
  direction,
  distanceToLine,
  type InkLine,
  inkLine,
  type LineEnd,
  lineEnds,
  moved,
  towards,
} from './ink-lines.ts';

/** One line or one move of the eraser, and what it makes of a drawing. Places and lengths in paper units. */
export interface Edit {
  readonly erases: boolean;
  readonly from: Place;
  readonly to: Place;
  /** How far the line's middle lies beside the straight way; 0 for the eraser. */
  readonly bend: number;
}

/** What a hand would call it. */
export type ChangeKind =
  | 'close a gap'
  | 'lengthen an end'
  | 'draw a branch'
  | 'add a line'
  | 'cut the line'
  | 'shorten an end'
  | 'rub out a piece';

/** A drawing with all that judging an edit of it takes. */
export interface Sheet {
  readonly drawing: Drawing;
  readonly lines: readonly InkLine[];
  readonly ends: readonly LineEnd[];
  /** The longer side of the ink's bounding box. */
  readonly size: number;
  /** Of lines that are added. */
  readonly lineWidth: number;
  /** The eraser is as broad as the line that it rubs out. */
  readonly eraserRadius: number;
  /** Area of the picture's ink over the width of its line is the length of that line. */
  readonly pictureLineWidth: number;
}

export interface Applied {
  readonly drawing: Drawing;
  readonly stroke: Stroke | null;
  /** Share of the digit's size. */
  readonly length: number;
}

/** An end's direction is that of this share of the digit's size. */
const endStretch = 0.07;

export function sheetOf(drawing: Drawing, normalisation: Normalisation, widthHint: number): Sheet {
  const { crop, scale, inkArea } = normalisation;
  const lines = drawing.strokes.map(inkLine).filter(({ points }) => points.length > 0);
  const size = Math.max(crop.width, crop.height);
  const pictureArea = inkedArea(drawing);
  // All lines are brought to one width on the way to the network, so their area there tells their length.
  const pictureLineWidth = (pictureArea * networkLineWidth * scale) / inkArea;
  const lineWidth = lines[0]?.width ?? (pictureArea > 0 ? Math.round(pictureLineWidth) : widthHint);
  return {
    drawing,
    lines,
    ends: lines.flatMap((line) => lineEnds(line, endStretch * size)),
    size,
    lineWidth,
    eraserRadius: Math.round(Math.max(lineWidth, pictureLineWidth) / 2),
    pictureLineWidth,
  };
}

/** Of the picture, in paper units. */
function inkedArea({ picture }: Drawing): number {
  if (!picture) return 0;
  return picture.ink.reduce((sum, ink) => sum + ink / 255, 0) * (paperSize / picture.side) ** 2;
}

/** Null where nothing would change. */
export function applied(sheet: Sheet, edit: Edit): Applied | null {
  return edit.erases ? erased(sheet, edit) : added(sheet, edit);
}

/** Points of a line that is bent; a straight one has its ends. */
const bentParts = 6;

function added({ drawing, lineWidth, size }: Sheet, { from, to, bend }: Edit): Applied {
  const parts = bend === 0 ? 1 : bentParts;
  const { x, y } = direction(from, to);
  const points = Array.from({ length: parts + 1 }, (_, part) => {
    const share = part / parts;
    const straight = towards(from, to, share);
    return { ...onPaper(moved(straight, { x: -y, y: x }, 4 * share * (1 - share) * bend)), pressure: 128 };
  });
  const stroke = { width: lineWidth, points };
  return {
    drawing: { ...drawing, strokes: [...drawing.strokes, stroke] },
    stroke,
    length: inkLine(stroke).length / size,
  };
}

function erased(
  { drawing, eraserRadius, size, pictureLineWidth }: Sheet,
  { from, to }: Edit,
): Applied | null {
  const left = eraseAlong(drawing, onPaper(from), onPaper(to), eraserRadius);
  if (left === drawing) return null;
  const rubbedArea = left.picture === drawing.picture ? 0 : inkedArea(drawing) - inkedArea(left);
  const rubbed = strokesLength(drawing) - strokesLength(left) + dotsGone(drawing, left);
  return {
    drawing: left,
    stroke: null,
    length: (rubbed + (rubbedArea > 0 ? rubbedArea / pictureLineWidth : 0)) / size,
  };
}

function strokesLength({ strokes }: Drawing): number {
  return strokes.reduce((sum, stroke) => sum + inkLine(stroke).length, 0);
}

/** A dot has no length, but its ink is as long as it is wide. */
function dotsGone(before: Drawing, after: Drawing): number {
  const dots = before.strokes.filter(
    (stroke) => !after.strokes.includes(stroke) && inkLine(stroke).length === 0,
  );
  return dots.reduce((sum, { width }) => sum + width, 0);
}

export function onPaper({ x, y }: Place): Place {
  const within = (value: number) => Math.max(0, Math.min(paperSize, Math.round(value)));
  return { x: within(x), y: within(y) };
}

/** An end is lengthened by a line that leaves it by no more than this angle, in radians. */
const sameDirection = 0.8;

/** What the edit turned out to be, told by where it lies, not by what it was tried as. */
export function kindOf(sheet: Sheet, edit: Edit): ChangeKind {
  return edit.erases ? kindOfErasure(sheet, edit) : kindOfLine(sheet, edit);
}

function kindOfLine({ lines, ends, lineWidth }: Sheet, { from, to }: Edit): ChangeKind {
  const distance = (place: Place) =>
    lines.reduce((least, line) => Math.min(least, distanceToLine(place, line)), Number.POSITIVE_INFINITY);
  const [touchesFrom, touchesTo] = [distance(from) <= lineWidth, distance(to) <= lineWidth];
  if (!touchesFrom && !touchesTo) return 'add a line';
  const atEnd = (place: Place) => ends.filter((end) => apart(end.place, place) <= lineWidth);
  const [fromEnds, toEnds] = [atEnd(from), atEnd(to)];
  const atAnEnd = fromEnds.length + toEnds.length > 0;
  // Otherwise it lies on the ink and makes it broader.
  const leavesInk = apart(from, to) > 1.5 * lineWidth && distance(towards(from, to, 0.5)) >= lineWidth / 2;
  if (atAnEnd && touchesFrom && touchesTo && leavesInk) return 'close a gap';
  const leaves = (end: LineEnd, start: Place, goal: Place) => {
    const { x, y } = direction(start, goal);
    return end.outward !== null && x * end.outward.x + y * end.outward.y >= Math.cos(sameDirection);
  };
  const lengthens =
    fromEnds.some((end) => leaves(end, from, to)) || toEnds.some((end) => leaves(end, to, from));
  return lengthens ? 'lengthen an end' : 'draw a branch';
}

function kindOfErasure({ drawing, ends, eraserRadius }: Sheet, { from, to }: Edit): ChangeKind {
  const left = eraseAlong(drawing, onPaper(from), onPaper(to), eraserRadius);
  if (left.picture !== drawing.picture || left.strokes.length < drawing.strokes.length)
    return 'rub out a piece';
  const whole = new Set(left.strokes.flatMap(({ points }) => points.map(({ x, y }) => `${x},${y}`)));
  const endGone = ends.some(({ place }) => !whole.has(`${place.x},${place.y}`));
  if (left.strokes.length > drawing.strokes.length) return 'cut the line';
  return endGone ? 'shorten an end' : 'cut the line';
}

/** The edit moved, turned, bent, made longer and shorter by about `step` paper units. */
export function variantsOf(edit: Edit, step: number): Edit[] {
  const along = direction(edit.from, edit.to);
  const across = { x: -along.y, y: along.x };
  const by = (place: Place, lengthwise: number, crosswise: number) =>
    moved(moved(place, along, lengthwise * step), across, crosswise * step);
  const variant = (fromMove: Move, toMove: Move): Edit => ({
    ...edit,
    from: by(edit.from, ...fromMove),
    to: by(edit.to, ...toMove),
  });
  const variants = pairsOfMoves.map(([fromMove, toMove]) => variant(fromMove, toMove));
  if (edit.erases) return variants;
  return [...variants, { ...edit, bend: edit.bend + step }, { ...edit, bend: edit.bend - step }];
}

/** Steps along the edit's way and across it. */
type Move = readonly [number, number];
const stay: Move = [0, 0];
const aside: readonly Move[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [0.7, 0.7],
  [0.7, -0.7],
  [-0.7, 0.7],
  [-0.7, -0.7],
];
const pairsOfMoves: readonly (readonly [Move, Move])[] = [
  ...aside.map((move) => [move, stay] as const),
  ...aside.map((move) => [stay, move] as const),
  ...aside.slice(0, 4).map((move) => [move, move] as const),
  [
    [1, 0],
    [-1, 0],
  ],
  [
    [0, 1],
    [0, -1],
  ],
  [
    [0, -1],
    [0, 1],
  ],
];
