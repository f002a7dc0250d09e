import { type CurvePoint, type CurveSeries, stepRange, valueAt } from '../../pictures/curves.ts';

interface CurveReading {
  /** The step that is pointed at, else the newest of the run under way; null when there is neither. */
  readonly step: number | null;
  /** One a series; undefined where its run has no value at that step. */
  readonly points: readonly (CurvePoint | undefined)[];
}

/** Newest step of the run under way; null when none is. */
export function endOf(series: readonly CurveSeries[]): number | null {
  return stepRange(series.filter(({ kind }) => kind !== 'earlier'))?.[1] ?? null;
}

/**
 * All runs at one step, or each at its own end. Between two measurements the earlier one holds; past the end
 * of a run nothing does.
 * @param pointed the step; null for the ends
 */
export function readingAt(series: readonly CurveSeries[], pointed: number | null): CurveReading {
  const end = endOf(series);
  const points = series.map(({ kind, points: of }) => {
    // The run under way is further than its last validation.
    const last = kind === 'earlier' ? (of.at(-1)?.step ?? null) : end;
    const step = pointed ?? last;
    if (step === null || last === null || step > last) return undefined;
    const value = valueAt(of, step);
    return value === undefined ? undefined : { step, value };
  });
  return { step: pointed ?? end, points };
}
