import { type InkPoint, type PaperView, paperSize, wholePaper } from './drawing.ts';

/** Where the pen was, in paper units; not yet rounded and perhaps beside the paper. */
export interface PenSample {
  readonly x: number;
  readonly y: number;
  /** 0..255 */
  readonly pressure: number;
}

/** The part of a segment that lies on the paper; its ends may be one point. */
interface ClippedSegment {
  readonly from: PenSample;
  readonly to: PenSample;
  /** Whether the segment ends on the paper. */
  readonly toInside: boolean;
}

/** The part of the segment on the paper (Liang and Barsky 1984), or null when it misses the paper. */
export function clipSegment(
  from: PenSample,
  to: PenSample,
  { top, bottom }: PaperView = wholePaper,
): ClippedSegment | null {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  let enter = 0;
  let leave = 1;
  for (const [speed, room] of [
    [-dx, from.x],
    [dx, paperSize - from.x],
    [-dy, from.y - top],
    [dy, bottom - from.y],
  ] as const) {
    if (speed === 0) {
      if (room < 0) return null;
    } else if (speed < 0) enter = Math.max(enter, room / speed);
    else leave = Math.min(leave, room / speed);
  }
  if (!(enter <= leave)) return null;
  return {
    from: enter === 0 ? from : between(from, to, enter),
    to: leave === 1 ? to : between(from, to, leave),
    toInside: leave === 1,
  };
}

/** The point a part `t` (0..1) of the way, pressure included. */
export function between(from: PenSample, to: PenSample, t: number): PenSample {
  return {
    x: from.x + t * (to.x - from.x),
    y: from.y + t * (to.y - from.y),
    pressure: from.pressure + t * (to.pressure - from.pressure),
  };
}

/** In whole paper units. */
export function rounded({ x, y, pressure }: PenSample): InkPoint {
  return { x: Math.round(x), y: Math.round(y), pressure: Math.round(pressure) };
}

/** The pieces of a line that lie on the paper: it is split where it leaves, never led along the edge. */
export function clipPolyline(samples: readonly PenSample[]): PenSample[][] {
  const pieces: PenSample[][] = [];
  let piece: PenSample[] | null = null;
  samples.forEach((sample, index) => {
    const segment = clipSegment(samples[index - 1] ?? sample, sample);
    if (!segment) {
      piece = null;
      return;
    }
    if (!piece) {
      piece = [segment.from];
      pieces.push(piece);
    }
    if (index > 0) piece.push(segment.to);
    if (!segment.toInside) piece = null;
  });
  return pieces;
}
