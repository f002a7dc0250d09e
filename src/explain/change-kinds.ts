import { paperSize } from '../digits/drawing/drawing.ts';
import { erasedPart } from '../digits/drawing/erase.ts';
import type { Place } from '../digits/drawing/ways.ts';
import { type Edit, type Edited, onPaper, type Sheet } from './edits.ts';
import { apart, direction, distanceToLine, type LineEnd, towards } from './ink-lines.ts';

/**
 * What a hand would call a change. A branch starts on the ink, an added line stands free of it; a piece is a whole
 * line, or part of a picture, whose lines nobody knows.
 */
export type ChangeKind =
  | 'close a gap'
  | 'lengthen an end'
  | 'draw a branch'
  | 'add a line'
  | 'cut the line'
  | 'shorten an end'
  | 'rub out a piece';

/**
 * What a change costs, in the digit's size: shorter is better, and at a similar length what a hand would do. A line
 * that touches nothing is a stranger to the digit, even a dot: the network is often fooled by one, and few would
 * draw it.
 */
const effort: Readonly<Record<ChangeKind, { readonly perLength: number; readonly more: number }>> = {
  'close a gap': { perLength: 0.8, more: 0 },
  'lengthen an end': { perLength: 0.85, more: 0 },
  'shorten an end': { perLength: 0.85, more: 0 },
  'cut the line': { perLength: 0.9, more: 0 },
  'draw a branch': { perLength: 1, more: 0.03 },
  'rub out a piece': { perLength: 1, more: 0 },
  'add a line': { perLength: 1, more: 0.1 },
};

/** A line that is shorter is a dot rather than a line. */
const shortestLine = 0.06;

/** Infinity for what is not to be suggested. */
export function effortOf(kind: ChangeKind, { stroke, length }: Edited): number {
  if (stroke && length < shortestLine) return Number.POSITIVE_INFINITY;
  const { perLength, more } = effort[kind];
  return perLength * length + more;
}

/** Told by what the edit does, not by what it was tried as. */
export function kindOf(sheet: Sheet, edit: Edit, { drawing }: Edited): ChangeKind {
  if (!edit.erases) return kindOfLine(sheet, edit);
  const before = sheet.drawing;
  const pieces = drawing.strokes.length - before.strokes.length;
  if (drawing.picture !== before.picture || pieces < 0) return 'rub out a piece';
  return pieces === 0 && rubsOutAnEnd(sheet, edit) ? 'shorten an end' : 'cut the line';
}

/** An end is lengthened by a line that leaves it by no more than this angle, in radians. */
const sameDirection = 0.8;

function kindOfLine(sheet: Sheet, { from, to }: Edit): ChangeKind {
  const { ends, lineWidth } = sheet;
  const [touchesFrom, touchesTo] = [touchesInk(sheet, from, 1), touchesInk(sheet, to, 1)];
  if (!touchesFrom && !touchesTo) return 'add a line';
  // A line that has ink at both ends and in the middle makes a line broader.
  const spansGap = apart(from, to) > 1.5 * lineWidth && !touchesInk(sheet, towards(from, to, 0.5), 0.5);
  if (touchesFrom && touchesTo && spansGap) return 'close a gap';
  const continues = (start: Place, goal: Place) =>
    ends.some((end) => apart(end.place, start) <= lineWidth && isAhead(end, direction(start, goal)));
  return continues(from, to) || continues(to, from) ? 'lengthen an end' : 'draw a branch';
}

function isAhead({ outward }: LineEnd, { x, y }: Place): boolean {
  return outward !== null && x * outward.x + y * outward.y >= Math.cos(sameDirection);
}

/** Whether a place is on ink, or so near that a line's ink there touches it. @param near in widths of the line */
function touchesInk({ lines, drawing, lineWidth }: Sheet, place: Place, near: number): boolean {
  if (lines.some((line) => distanceToLine(place, line) <= near * lineWidth)) return true;
  const { picture } = drawing;
  if (!picture) return false;
  // The picture's ink is as broad as it is: only the half of the added line reaches for it.
  const reach = Math.max(0, near - 0.5) * lineWidth;
  const pixel = (units: number) =>
    Math.max(0, Math.min(picture.side - 1, Math.floor((units * picture.side) / paperSize)));
  return around.some(({ x, y }) => {
    const [column, row] = [pixel(place.x + x * reach), pixel(place.y + y * reach)];
    return (picture.ink[row * picture.side + column] as number) >= 128;
  });
}

const around: readonly Place[] = [
  { x: 0, y: 0 },
  ...Array.from({ length: 8 }, (_, at) => ({
    x: Math.cos((at * Math.PI) / 4),
    y: Math.sin((at * Math.PI) / 4),
  })),
];

function rubsOutAnEnd({ ends, eraserRadius }: Sheet, edit: Edit): boolean {
  const [from, to] = [onPaper(edit.from), onPaper(edit.to)];
  return ends.some(({ line, place }) => erasedPart(place, place, from, to, eraserRadius + line.width / 2));
}
