import type { Drawing, InkPoint, Stroke } from '../../../digits/drawing/drawing.ts';

/** The first part of a drawing's strokes, by the length of the pen's way on the paper. */
export function partOf(drawing: Drawing, share: number): Drawing {
  let left = share * drawing.strokes.reduce((sum, { points }) => sum + lengthOf(points), 0);
  const strokes: Stroke[] = [];
  for (const stroke of drawing.strokes) {
    if (left <= 0) break;
    strokes.push({ ...stroke, points: along(stroke.points, left) });
    left -= lengthOf(stroke.points);
  }
  return { ...drawing, strokes };
}

function lengthOf(points: readonly InkPoint[]): number {
  return points.reduce((sum, point, at) => sum + distance(points[at - 1] ?? point, point), 0);
}

/** The points up to a length, the last one between two. */
function along(points: readonly InkPoint[], length: number): readonly InkPoint[] {
  let left = length;
  const reached: InkPoint[] = [];
  for (const [at, point] of points.entries()) {
    const before = points[at - 1] ?? point;
    const step = distance(before, point);
    if (step > left) {
      const between = (from: number, to: number) => Math.round(from + ((to - from) * left) / step);
      const { x, y, pressure } = before;
      reached.push({ x: between(x, point.x), y: between(y, point.y), pressure });
      return reached;
    }
    left -= step;
    reached.push(point);
  }
  return points;
}

function distance(from: InkPoint, to: InkPoint): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}
