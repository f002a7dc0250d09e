import type { PenSample } from './clip.ts';

/**
 * From the pen's points to a smooth line: quadratic curves between the middles of neighbouring
 * segments, with the points themselves as control points. The screen draws the curves of
 * {@link quadraticSegments} and the network gets the same line from {@link flatten}.
 */

export type LinePoint = PenSample;

export interface QuadraticSegment {
  readonly from: LinePoint;
  readonly control: LinePoint;
  readonly to: LinePoint;
}

/**
 * The smooth line through n points, as n curves (one for two points; one that stays in its place for
 * a dot). The first and the last are the straight halves that reach the line's ends. Curve i between
 * them depends on points i - 1, i and i + 1 only, so a growing stroke never changes what is drawn,
 * but for its last half segment.
 */
export function quadraticSegments(points: readonly LinePoint[]): QuadraticSegment[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  if (points.length <= 2) return [{ from: first, control: middle(first, last), to: last }];
  const segments: QuadraticSegment[] = [];
  let from = first;
  let before = first;
  for (const point of points.slice(1)) {
    const half = middle(before, point);
    segments.push({ from, control: before === first ? middle(first, half) : before, to: half });
    from = half;
    before = point;
  }
  segments.push({ from, control: middle(from, last), to: last });
  return segments;
}

/**
 * The same line as a polyline, x and y in turn, that is never further than `tolerance` from it.
 * Points that are not finite numbers are left out. A dot gives one point, no points give none.
 */
export function flatten(points: readonly LinePoint[], tolerance: number): Float64Array {
  const line: number[] = [];
  let ax = Number.NaN; // the point before, NaN until there is one
  let ay = Number.NaN;
  let fromX = 0; // the middle before
  let fromY = 0;
  let count = 0;
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    count++;
    if (count === 1) line.push(x, y);
    else {
      const toX = (ax + x) / 2;
      const toY = (ay + y) / 2;
      if (count === 2) line.push(toX, toY);
      else pushCurve(line, fromX, fromY, ax, ay, toX, toY, tolerance);
      fromX = toX;
      fromY = toY;
    }
    ax = x;
    ay = y;
  }
  if (count > 1) line.push(ax, ay);
  return new Float64Array(line);
}

function pushCurve(
  line: number[],
  fromX: number,
  fromY: number,
  controlX: number,
  controlY: number,
  toX: number,
  toY: number,
  tolerance: number,
): void {
  // A quadratic cut in n equal parts is within |from - 2 control + to| / (4 n^2) of its chords.
  const bend = Math.hypot(fromX - 2 * controlX + toX, fromY - 2 * controlY + toY);
  const parts = Math.max(1, Math.min(64, Math.ceil(Math.sqrt(bend / (4 * tolerance)))));
  for (let part = 1; part < parts; part++) {
    const t = part / parts;
    const a = (1 - t) * (1 - t);
    const b = 2 * t * (1 - t);
    const c = t * t;
    line.push(a * fromX + b * controlX + c * toX, a * fromY + b * controlY + c * toY);
  }
  line.push(toX, toY);
}

function middle(a: LinePoint, b: LinePoint): LinePoint {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, pressure: (a.pressure + b.pressure) / 2 };
}
