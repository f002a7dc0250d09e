import type { Stroke } from '../digits/drawing/drawing.ts';
import type { Place } from '../digits/drawing/ways.ts';

/** The lines of a drawing as geometry: where they end, how long they are, how far away a place is. Paper units. */

/** A stroke's centreline through the pen's points. */
export interface InkLine {
  readonly points: readonly Place[];
  /** The way along the line to each point. */
  readonly reached: readonly number[];
  /** 0 for a dot. */
  readonly length: number;
  readonly width: number;
}

/** Where a line ends and which way the pen went or came from there. */
export interface LineEnd {
  readonly line: InkLine;
  readonly place: Place;
  /** Out of the line, of length 1; null for a dot. */
  readonly outward: Place | null;
  /** Whether the line's points begin here. */
  readonly isStart: boolean;
}

export function inkLine({ points, width }: Stroke): InkLine {
  const reached: number[] = [];
  points.forEach((point, at) => {
    const before = points[at - 1];
    reached.push(before ? (reached[at - 1] as number) + apart(before, point) : 0);
  });
  return { points, reached, length: reached.at(-1) ?? 0, width };
}

/** Along the line from its start; its ends beyond them. */
export function placeAlong({ points, reached }: InkLine, along: number): Place {
  const after = reached.findIndex((way) => way >= along);
  if (after <= 0) return points[after] ?? (points.at(-1) as Place);
  const [from, to] = [reached[after - 1] as number, reached[after] as number];
  return towards(points[after - 1] as Place, points[after] as Place, (along - from) / (to - from));
}

/** @param stretch how much of the line tells an end's direction */
export function lineEnds(line: InkLine, stretch: number): LineEnd[] {
  const { points, length } = line;
  const [start, end] = [points[0], points.at(-1)];
  if (!start || !end) return [];
  if (length === 0) return [{ line, place: start, outward: null, isStart: true }];
  const inside = Math.min(stretch, length);
  return [
    { line, place: start, outward: direction(placeAlong(line, inside), start), isStart: true },
    { line, place: end, outward: direction(placeAlong(line, length - inside), end), isStart: false },
  ];
}

/** From a place to the nearest of a line. */
export function distanceToLine(place: Place, { points }: InkLine): number {
  let least = Number.POSITIVE_INFINITY;
  points.forEach((point, at) => {
    least = Math.min(least, distanceToSegment(place, points[at - 1] ?? point, point));
  });
  return least;
}

function distanceToSegment(place: Place, from: Place, to: Place): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const squared = x * x + y * y;
  const share = squared > 0 ? ((place.x - from.x) * x + (place.y - from.y) * y) / squared : 0;
  return apart(place, towards(from, to, Math.max(0, Math.min(1, share))));
}

export function apart(one: Place, other: Place): number {
  return Math.hypot(other.x - one.x, other.y - one.y);
}

export function towards(from: Place, to: Place, share: number): Place {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

export function moved({ x, y }: Place, { x: alongX, y: alongY }: Place, by: number): Place {
  return { x: x + by * alongX, y: y + by * alongY };
}

export function turned({ x, y }: Place, angle: number): Place {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** Of length 1; to the right where both are one place. */
export function direction(from: Place, to: Place): Place {
  const length = apart(from, to);
  return length > 0 ? { x: (to.x - from.x) / length, y: (to.y - from.y) / length } : { x: 1, y: 0 };
}
