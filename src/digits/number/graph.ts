import type { Drawing, InkPoint, Stroke } from '../drawing/drawing.ts';
import { pictureOf, picturePieces } from './picture-pieces.ts';
import { type Bounds, type Piece, type Pieces, strokePieces, united } from './pieces.ts';

/** One edge of the graph of candidate cuts: the pieces `from`, ..., `to` - 1 are one digit, or none. */
export interface Hypothesis {
  /** The cut before its first piece, and the cut after its last: nodes 0 to the number of pieces. */
  readonly from: number;
  readonly to: number;
  /** Its ink as a drawing on the same paper; null where the ink is passed over: a speck, or a ligature. */
  readonly ink: Drawing | null;
  readonly geometry: Geometry;
}

/** What a hypothesis looks like beside the line it stands in; lengths in heights of the line. */
interface Geometry {
  /** How far its height is from the line's, either way: the absolute value of the logarithm of their ratio. */
  readonly height: number;
  /** By how much it is wider than the line is high. */
  readonly excessWidth: number;
  /** The widest gap between its pieces, seen from above. */
  readonly gap: number;
  /** How far the pieces on both sides of its first cut overlap, seen from above. */
  readonly overlap: number;
  /** The same as a share of the narrower of the two: a bar within a digit has 1. */
  readonly covered: number;
  /** 1 where its first cut goes through a stroke. */
  readonly cutStroke: number;
  /** 1 where its first cut goes through a component of a picture's ink. */
  readonly cutComponent: number;
}

/** The graph of candidate cuts (LeCun et al. 1998, section V.A: the interpretation is a path through it). */
interface CutGraph {
  readonly pieces: readonly Piece[];
  /** Height of the line's digits, in paper units. */
  readonly lineHeight: number;
  /** Ordered by `from`, then by `to`. */
  readonly hypotheses: readonly Hypothesis[];
}

/** A digit has no more strokes: four at most among people's, and an eraser may have parted one. */
const mostStrokes = 5;
/** Nor more pieces, where its strokes were cut. */
const mostPieces = 16;
/** Nor is it wider, or parted by a wider gap, in heights of the line. */
const mostWidth = 2.2;
const mostGap = 0.8;

/** Smaller ink may be passed over, in heights of the line. */
const speckExtent = 0.1;
/** A part of a stroke that is passed over as a ligature runs right and is at least this straight (chord / length). */
const leastStraight = 0.9;

export function cutGraph(drawing: Drawing): CutGraph {
  const { pieces, lineHeight } = piecesOf(drawing);
  const hypotheses = pieces.flatMap((piece, from) => {
    const passedOver: readonly Hypothesis[] = mayBePassedOver(piece, drawing, lineHeight)
      ? [{ from, to: from + 1, ink: null, geometry: geometryOf(pieces, from, from + 1, lineHeight) }]
      : [];
    return [...passedOver, ...digitsFrom(pieces, from, lineHeight, drawing)];
  });
  return { pieces, lineHeight, hypotheses };
}

/** A picture whose ink has been erased is nothing, and strokes on it are as they are without it. */
export function piecesOf(drawing: Drawing): Pieces {
  return picturePieces(drawing) ?? strokePieces(drawing);
}

/** The hypotheses that begin with a piece. */
function digitsFrom(
  pieces: readonly Piece[],
  from: number,
  lineHeight: number,
  drawing: Drawing,
): Hypothesis[] {
  const found: Hypothesis[] = [];
  for (let to = from + 1; to <= Math.min(pieces.length, from + mostPieces); to++) {
    const own = pieces.slice(from, to);
    if (new Set(own.map(({ source }) => source)).size > mostStrokes) break;
    const geometry = geometryOf(pieces, from, to, lineHeight);
    const tooWide = geometry.excessWidth > mostWidth - 1 || geometry.gap > mostGap;
    // A piece alone stays, however wide it is: without it no path would lead past it.
    if (tooWide && to > from + 1) continue;
    found.push({ from, to, ink: inkOf(own, pieces.length, drawing), geometry });
  }
  return found;
}

function geometryOf(pieces: readonly Piece[], from: number, to: number, lineHeight: number): Geometry {
  const own = pieces.slice(from, to);
  const { left, right, top, bottom } = united(own.map(({ bounds }) => bounds));
  const [before, first] = [pieces[from - 1], pieces[from] as Piece];
  // Parts of one stroke lie over one another as a rule.
  const isCut = before?.source === first.source;
  const overlap = before && !isCut ? overlapOf(before.bounds, first.bounds) : 0;
  const narrower = before ? Math.min(widthOf(before.bounds), widthOf(first.bounds)) : 0;
  return {
    height: Math.abs(Math.log(Math.max(bottom - top, leastHeight * lineHeight) / lineHeight)),
    excessWidth: Math.max(0, (right - left) / lineHeight - 1),
    gap: widestGap(own) / lineHeight,
    overlap: overlap / lineHeight,
    covered: overlap / Math.max(narrower, narrow * lineHeight),
    cutStroke: isCut && !first.runs ? 1 : 0,
    cutComponent: isCut && first.runs ? 1 : 0,
  };
}

/** The logarithm of a dot's height is no more than that of a line this high, in heights of the line. */
const leastHeight = 0.02;
/** An upright line has no width to be covered: it is taken to be as broad as a pen. */
const narrow = 0.1;

function widthOf({ left, right }: Bounds): number {
  return right - left;
}

function overlapOf(a: Bounds, b: Bounds): number {
  return Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left));
}

function widestGap(pieces: readonly Piece[]): number {
  let gap = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { left, right } of pieces.map(({ bounds }) => bounds).sort((a, b) => a.left - b.left)) {
    if (reached > Number.NEGATIVE_INFINITY) gap = Math.max(gap, left - reached);
    reached = Math.max(reached, right);
  }
  return gap;
}

/** The pieces as strokes; parts that follow one another in a stroke are one line again. */
function inkOf(own: readonly Piece[], count: number, drawing: Drawing): Drawing {
  // The drawing itself, so that a single digit is read exactly as it is on the usual paper.
  if (own.length === count) return drawing;
  if (drawing.picture && own[0]?.runs) return { strokes: [], picture: pictureOf(own, drawing.picture.side) };
  const strokes: Stroke[] = [];
  const inTime = own.toSorted((a, b) => a.source - b.source || a.from - b.from);
  inTime.forEach(({ source, from, to }, at) => {
    const { width, points } = drawing.strokes[source] as Stroke;
    const before = inTime[at - 1];
    const goesOn = before?.source === source && before.to === from;
    const line: InkPoint[] = goesOn ? [...(strokes.pop() as Stroke).points] : [];
    strokes.push({ width, points: [...line, ...points.slice(goesOn ? from + 1 : from, to + 1)] });
  });
  return { strokes, picture: null };
}

function mayBePassedOver(piece: Piece, { strokes }: Drawing, lineHeight: number): boolean {
  const { bounds, from, to } = piece;
  if (Math.max(widthOf(bounds), bounds.bottom - bounds.top) < speckExtent * lineHeight) return true;
  if (piece.runs) return false;
  const { points } = strokes[piece.source] as Stroke;
  if (from === 0 || to === points.length - 1) return false;
  const [first, last] = [points[from] as InkPoint, points[to] as InkPoint];
  let length = 0;
  for (let at = from + 1; at <= to; at++) {
    const [a, b] = [points[at - 1] as InkPoint, points[at] as InkPoint];
    length += Math.hypot(b.x - a.x, b.y - a.y);
  }
  return last.x > first.x && Math.hypot(last.x - first.x, last.y - first.y) >= leastStraight * length;
}
