import type { Drawing, InkPoint, Stroke } from '../drawing/drawing.ts';
import { strokeCuts } from './stroke-cuts.ts';

/** Horizontal and vertical extent in paper units. */
export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Ink between two neighbouring candidate cuts: a stroke or a component of a picture's ink, or a part of one. */
export interface Piece {
  /** Place of the stroke in the drawing, which is its place in time; of the component among all. */
  readonly source: number;
  /**
   * First and last point of the part of a stroke, whose neighbours share the point of the cut; first and last column
   * of the part of a component.
   */
  readonly from: number;
  readonly to: number;
  /** Of the middle of the line. */
  readonly bounds: Bounds;
  /** Of a component: its row, first and last column for each run of ink, in pixels of the picture. */
  readonly runs: readonly (readonly [number, number, number])[] | null;
}

export interface Pieces {
  /** From left to right, as one reads; pieces that lie over one another in order of time. */
  readonly pieces: readonly Piece[];
  /** Height of the line's digits in paper units, as far as the strokes tell it; more than 0. */
  readonly lineHeight: number;
}

/** Strokes of at least this share of the tallest one's height are as tall as a digit. */
const tallShare = 0.5;

/** The graph grows with the pieces: eight digits of four strokes have room. A scribble is not cut further. */
export const mostPieces = 40;

/** The pieces of a drawing's strokes between candidate cuts; none where there are more strokes than numbers have. */
export function strokePieces({ strokes }: Drawing): Pieces {
  const whole = strokes.flatMap((stroke, at) =>
    stroke.points.length > 0 ? [pieceOf(stroke, at, 0, stroke.points.length - 1)] : [],
  );
  const lineHeight = lineHeightOf(whole.map(({ bounds }) => bounds));
  const cut = whole.flatMap((piece) => {
    const stroke = strokes[piece.source] as Stroke;
    const ends = [piece.from, ...strokeCuts(stroke.points, lineHeight), piece.to];
    return ends.slice(1).map((end, at) => pieceOf(stroke, piece.source, ends[at] as number, end));
  });
  const pieces = [cut, whole].find(({ length }) => length <= mostPieces) ?? [];
  return { pieces: inReadingOrder(pieces), lineHeight };
}

function pieceOf({ points }: Stroke, source: number, from: number, to: number): Piece {
  return { source, from, to, bounds: boundsOf(points.slice(from, to + 1)), runs: null };
}

function boundsOf(points: readonly InkPoint[]): Bounds {
  return united(points.map(({ x, y }) => ({ left: x, right: x, top: y, bottom: y })));
}

/** @param all at least one */
export function united(all: readonly Bounds[]): Bounds {
  return all.reduce((a, b) => ({
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top),
    bottom: Math.max(a.bottom, b.bottom),
  }));
}

/** The median height of strokes or components, each with those above and below it, of all as tall as a digit. */
export function lineHeightOf(strokes: readonly Bounds[]): number {
  const heights = strokes
    .map((stroke) => united(strokes.filter((other) => areStacked(stroke, other))))
    .map(({ top, bottom }) => bottom - top)
    .sort((a, b) => a - b);
  const tall = heights.filter((height) => height >= tallShare * (heights.at(-1) ?? 0));
  return Math.max(1, tall[Math.floor(tall.length / 2)] ?? 0);
}

/** Whether the middle of the narrower of the two lies in the columns of the other. */
function areStacked(a: Bounds, b: Bounds): boolean {
  const [narrow, wide] = a.right - a.left < b.right - b.left ? [a, b] : [b, a];
  const middle = (narrow.left + narrow.right) / 2;
  return wide.left <= middle && middle <= wide.right;
}

/**
 * In order of time, but that a piece which lies left of what was written before it goes back to its place: a bar
 * that was added to an earlier digit, or a digit put in front.
 */
function inReadingOrder(pieces: readonly Piece[]): readonly Piece[] {
  const ordered: Piece[] = [];
  for (const piece of pieces) {
    let at = ordered.length;
    while (at > 0 && liesLeftOf(piece.bounds, (ordered[at - 1] as Piece).bounds)) at--;
    ordered.splice(at, 0, piece);
  }
  return ordered;
}

function liesLeftOf(a: Bounds, b: Bounds): boolean {
  return a.right < (b.left + b.right) / 2 && (a.left + a.right) / 2 < b.left;
}
