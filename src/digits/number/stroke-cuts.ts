import { largest, smallest } from '../../lib/lists.ts';
import type { InkPoint } from '../drawing/drawing.ts';

/** A stroke narrower than this is hardly two digits, and cutting it would only cost time. Lengths are in heights of the line. */
const leastJoinedWidth = 1;
/** A stroke straighter than this (chord / length) is a 1, lying or not. */
const straight = 0.93;
/** Candidates lie at least this far apart along the stroke, and from its ends. */
const leastPart = 0.2;
/** The pen has turned back when it is this far from where it was highest or lowest. */
const leastTurn = 0.08;
/** A corner is where the directions this far before and after it differ by more than `leastAngle`. */
const cornerReach = 0.12;
const leastAngle = Math.PI / 3;

/**
 * Where one stroke may go from one digit to the next: where the pen turns back in height, and at corners, since a
 * ligature begins and ends there. For ink whose way is not known these are the minima of its outline (LeCun et al.
 * 1998, section V.A).
 * @returns indices of points, ascending, neither the first nor the last
 */
export function strokeCuts(points: readonly InkPoint[], lineHeight: number): number[] {
  const xs = points.map(({ x }) => x);
  if (largest(xs) - smallest(xs) < leastJoinedWidth * lineHeight) return [];
  const along = lengthsAlong(points);
  const total = along.at(-1) ?? 0;
  const [first, last] = [points[0] as InkPoint, points.at(-1) as InkPoint];
  if (Math.hypot(last.x - first.x, last.y - first.y) > straight * total) return [];
  const turns = turningPoints(points, leastTurn * lineHeight);
  const candidates = [...turns, ...corners(points, along, cornerReach * lineHeight)].sort((a, b) => a - b);
  const cuts: number[] = [];
  let before = 0;
  for (const candidate of candidates) {
    const at = along[candidate] as number;
    if (Math.min(at - before, total - at) < leastPart * lineHeight) continue;
    cuts.push(candidate);
    before = at;
  }
  return cuts;
}

/** Length of the way to each point. */
function lengthsAlong(points: readonly InkPoint[]): number[] {
  let length = 0;
  return points.map(({ x, y }, at) => {
    const before = points[at - 1];
    if (before) length += Math.hypot(x - before.x, y - before.y);
    return length;
  });
}

/** Points after which the pen moves up instead of down, or down instead of up, by more than `least`. */
function turningPoints(points: readonly InkPoint[], least: number): number[] {
  const turns: number[] = [];
  let extreme = 0;
  // 1 while the pen moves down, -1 while it moves up, 0 until that is known.
  let direction = 0;
  points.forEach(({ y }, at) => {
    const moved = y - (points[extreme] as InkPoint).y;
    if (direction !== 0 && moved * direction >= 0) {
      extreme = at;
      return;
    }
    if (Math.abs(moved) <= least) return;
    if (direction !== 0) turns.push(extreme);
    direction = Math.sign(moved);
    extreme = at;
  });
  return turns;
}

/** Points whose neighbours at least `reach` away along the stroke are seen in directions that differ much. */
function corners(points: readonly InkPoint[], along: readonly number[], reach: number): number[] {
  let [before, after] = [0, 0];
  return points.flatMap((point, at) => {
    const here = along[at] as number;
    while (before + 1 < at && here - (along[before + 1] as number) >= reach) before++;
    while (after + 1 < points.length && (along[after] as number) - here < reach) after++;
    if (before >= at || after <= at) return [];
    const [a, b] = [points[before] as InkPoint, points[after] as InkPoint];
    const turn = Math.atan2(b.y - point.y, b.x - point.x) - Math.atan2(point.y - a.y, point.x - a.x);
    return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) > leastAngle ? [at] : [];
  });
}
