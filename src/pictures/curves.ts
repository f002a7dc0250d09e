import { append, largest, smallest } from '../lib/lists.ts';
/**
 * Curves of a run, made small enough to draw. Points are in the order of their steps; values that are
 * not finite are left out, for a chart has no place for them.
 */

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

export interface CurveSeries {
  readonly name: string;
  /** Of the run under way, of one before it, or of two that are compared: their validation and their training. */
  readonly kind: 'training' | 'validation' | 'earlier' | 'a' | 'b' | 'a training' | 'b training';
  readonly points: readonly CurvePoint[];
}

/**
 * Exponential smoothing on both sides: each point is the mean of all, whose weights fall to 1/e over
 * `steps` steps of distance. Looking back only, a falling loss would seem to fall later than it did, and
 * a training curve to stay above its validation. The newest points can only look back, so they may
 * still move a little. As a true mean it is not drawn towards zero at its ends.
 */
export function smoothed(points: readonly CurvePoint[], steps: number): CurvePoint[] {
  const drawn = points.filter(drawable);
  const before = faded(drawn, steps);
  const after = faded(drawn.toReversed(), steps).reverse();
  return drawn.map(({ step, value }, at) => {
    const [past, future] = [before[at], after[at]];
    // Both hold the point itself.
    const sum = (past?.sum ?? 0) + (future?.sum ?? 0) - value;
    const weight = (past?.weight ?? 0) + (future?.weight ?? 0) - 1;
    return { step, value: sum / weight };
  });
}

/** For each point, the sum of all up to it and of their weights, fading with distance. */
function faded(points: readonly CurvePoint[], steps: number): { sum: number; weight: number }[] {
  let sum = 0;
  let weight = 0;
  let last: number | undefined;
  return points.map(({ step, value }) => {
    const fading = last === undefined ? 0 : Math.exp(-Math.abs(step - last) / steps);
    sum = sum * fading + value;
    weight = weight * fading + 1;
    last = step;
    return { sum, weight };
  });
}

/**
 * At most four points a column of the chart: its first, its lowest, its highest and its last, in their
 * order. Drawn as a line of one column's width, that is the same picture as all of them (Jugel et al.
 * 2014, "M4"): no outlier is lost, and points that are kept are points of the run.
 * @param columns of the whole chart, over the steps `from`..`to`
 */
export function thinned(
  points: readonly CurvePoint[],
  columns: number,
  from: number,
  to: number,
): CurvePoint[] {
  const scale = to > from ? columns / (to - from) : 0;
  const kept: CurvePoint[] = [];
  let column: Column | undefined;
  for (const point of points) {
    if (!drawable(point)) continue;
    const place = Math.floor((point.step - from) * scale);
    if (column?.place !== place) {
      if (column) append(kept, pointsOf(column));
      column = { place, first: point, low: point, high: point, last: point };
      continue;
    }
    if (point.value < column.low.value) column.low = point;
    if (point.value > column.high.value) column.high = point;
    column.last = point;
  }
  if (column) append(kept, pointsOf(column));
  return kept;
}

interface Column {
  readonly place: number;
  readonly first: CurvePoint;
  low: CurvePoint;
  high: CurvePoint;
  last: CurvePoint;
}

function pointsOf({ first, low, high, last }: Column): CurvePoint[] {
  return [...new Set([first, low, high, last])].sort((a, b) => a.step - b.step);
}

/** Steps in ascending order, and for each series its value there; null where it has none. */
interface AlignedCurves {
  readonly steps: number[];
  readonly values: (number | null)[][];
}

/** Series side by side over the steps that any of them has: what a chart of columns reads. */
export function aligned(series: readonly (readonly CurvePoint[])[]): AlignedCurves {
  const steps = [...new Set(series.flatMap((points) => points.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  const places = new Map(steps.map((step, at) => [step, at]));
  const values = series.map((points) => {
    const column = new Array<number | null>(steps.length).fill(null);
    for (const { step, value } of points) column[places.get(step) ?? 0] = value;
    return column;
  });
  return { steps, values };
}

/** The value at a step, or the last one before it; undefined before the first. */
export function valueAt(points: readonly CurvePoint[], step: number): number | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.step ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.value;
}

/** First and last step of all series; null when there is no point. */
export function stepRange(series: readonly CurveSeries[]): readonly [number, number] | null {
  const ends = series
    .flatMap(({ points }) => [points[0], points.at(-1)])
    .flatMap((point) => point?.step ?? []);
  return ends.length > 0 ? [smallest(ends), largest(ends)] : null;
}

function drawable({ value }: CurvePoint): boolean {
  return Number.isFinite(value);
}
