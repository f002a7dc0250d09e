import { type Drawing, paperSize, type Stroke } from '../digits/drawing/drawing.ts';
import { eraseAlong } from '../digits/drawing/erase.ts';
import type { Place } from '../digits/drawing/ways.ts';
import { networkLineWidth } from '../digits/raster/network-line-width.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { direction, type InkLine, inkLine, type LineEnd, lineEnds, moved, towards } from './ink-lines.ts';

/** One line or one move of the eraser. Places and lengths in paper units. */
export interface Edit {
  readonly erases: boolean;
  readonly from: Place;
  readonly to: Place;
  /** How far the line's middle lies beside the straight way; 0 for the eraser. */
  readonly bend: number;
}

/** A drawing with everything needed to try edits on it. Lengths in paper units. */
export interface Sheet {
  readonly drawing: Drawing;
  readonly lines: readonly InkLine[];
  readonly ends: readonly LineEnd[];
  /** The longer side of the ink's bounding box. */
  readonly size: number;
  /** Of lines that are added. */
  readonly lineWidth: number;
  /** Half of the line that it rubs out; somewhat more on a picture. */
  readonly eraserRadius: number;
  /** Of the picture's lines; 0 without a picture. */
  readonly pictureLineWidth: number;
}

/** What an edit makes of a drawing. */
export interface Edited {
  readonly drawing: Drawing;
  /** The added line; null for an erasure. */
  readonly stroke: Stroke | null;
  /** Of the line, or of the ink rubbed out, as a share of the digit's size. */
  readonly length: number;
}

/** How much of a line shows which way its end points, as a share of the digit's size. */
const endStretch = 0.07;

/** Radius of the eraser in widths of a picture's line, whose middle it may miss by some pixels. */
const pictureEraser = 0.75;

/** @param widthHint of added lines where the drawing has none to go by, in paper units */
export function sheetOf(drawing: Drawing, normalisation: Normalisation, widthHint: number): Sheet {
  const { crop, scale, inkArea } = normalisation;
  const lines = drawing.strokes.map(inkLine).filter(({ points }) => points.length > 0);
  const size = Math.max(crop.width, crop.height);
  // The network sees all lines at one width, so the area there tells how long the lines are, and that how broad.
  const pictureLineWidth = (pictureArea(drawing) * networkLineWidth * scale) / inkArea;
  const lineWidth = lines[0]?.width ?? (Math.round(pictureLineWidth) || widthHint);
  return {
    drawing,
    lines,
    ends: lines.flatMap((line) => lineEnds(line, endStretch * size)),
    size,
    lineWidth,
    eraserRadius: Math.max(1, Math.round(Math.max(lineWidth / 2, pictureEraser * pictureLineWidth))),
    pictureLineWidth,
  };
}

/** Area of the picture's ink, in square paper units. */
function pictureArea({ picture }: Drawing): number {
  if (!picture) return 0;
  let ink = 0;
  for (const byte of picture.ink) ink += byte;
  return (ink / 255) * (paperSize / picture.side) ** 2;
}

/** Null where nothing would change. */
export function edited(sheet: Sheet, edit: Edit): Edited | null {
  return edit.erases ? rubbedOut(sheet, edit) : withLine(sheet, edit);
}

/** Segments of a bent line; a straight one is a single segment. */
const bentSegments = 6;

function withLine({ drawing, lineWidth, size }: Sheet, { from, to, bend }: Edit): Edited {
  const segments = bend === 0 ? 1 : bentSegments;
  const { x, y } = direction(from, to);
  const points = Array.from({ length: segments + 1 }, (_, at) => {
    const share = at / segments;
    const sideways = 4 * share * (1 - share) * bend;
    return { ...onPaper(moved(towards(from, to, share), { x: -y, y: x }, sideways)), pressure: 128 };
  });
  const stroke = { width: lineWidth, points };
  return {
    drawing: { ...drawing, strokes: [...drawing.strokes, stroke] },
    stroke,
    length: inkLine(stroke).length / size,
  };
}

function rubbedOut(
  { drawing, eraserRadius, size, pictureLineWidth }: Sheet,
  { from, to }: Edit,
): Edited | null {
  const left = eraseAlong(drawing, onPaper(from), onPaper(to), eraserRadius);
  if (left === drawing) return null;
  const area = left.picture === drawing.picture ? 0 : pictureArea(drawing) - pictureArea(left);
  const length =
    strokesLength(drawing) -
    strokesLength(left) +
    dotsGone(drawing, left) +
    (area > 0 ? area / pictureLineWidth : 0);
  return { drawing: left, stroke: null, length: length / size };
}

function strokesLength({ strokes }: Drawing): number {
  return strokes.reduce((sum, stroke) => sum + inkLine(stroke).length, 0);
}

/** A dot has no length, but its ink is as long as it is wide. */
function dotsGone(before: Drawing, after: Drawing): number {
  return before.strokes
    .filter((stroke) => !after.strokes.includes(stroke) && inkLine(stroke).length === 0)
    .reduce((sum, { width }) => sum + width, 0);
}

/** In whole paper units, on the paper. */
export function onPaper({ x, y }: Place): Place {
  const within = (value: number) => Math.max(0, Math.min(paperSize, Math.round(value)));
  return { x: within(x), y: within(y) };
}

/** The edit moved, turned, bent, lengthened and shortened by about `step` paper units. */
export function variantsOf(edit: Edit, step: number): Edit[] {
  const along = direction(edit.from, edit.to);
  const across = { x: -along.y, y: along.x };
  const by = (place: Place, [lengthwise, crosswise]: Move) =>
    moved(moved(place, along, lengthwise * step), across, crosswise * step);
  const variants = endMoves.map(([ofFrom, ofTo]) => ({
    ...edit,
    from: by(edit.from, ofFrom),
    to: by(edit.to, ofTo),
  }));
  if (edit.erases) return variants;
  return [...variants, { ...edit, bend: edit.bend + step }, { ...edit, bend: edit.bend - step }];
}

/** Steps along the edit's way and across it. */
type Move = readonly [lengthwise: number, crosswise: number];

const stay: Move = [0, 0];
const straight: readonly Move[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];
const diagonal: readonly Move[] = [
  [0.7, 0.7],
  [0.7, -0.7],
  [-0.7, 0.7],
  [-0.7, -0.7],
];
/** One end alone, both together, both towards each other, and a turn either way. */
const endMoves: readonly (readonly [ofFrom: Move, ofTo: Move])[] = [
  ...[...straight, ...diagonal].flatMap((move) => [[move, stay] as const, [stay, move] as const]),
  ...straight.map((move) => [move, move] as const),
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
