import type { CurveSeries } from '../../pictures/curves.ts';
import type { MetricPoint, RunCurves } from '../../training/run-contract.ts';
import { formatMoment } from '../../ui/train/words.ts';

export type Metric = 'loss' | 'accuracy';

/** More of them would be a thicket. */
const earlierShown = 3;

/** The run under way, and the validation of earlier ones to compare it with, newest first. */
export function seriesOf(
  now: RunCurves | null,
  earlier: readonly RunCurves[],
  metric: Metric,
): readonly CurveSeries[] {
  const points = (of: readonly MetricPoint[]) =>
    of.map((point) => ({ step: point.step, value: point[metric] }));
  const shown: CurveSeries[] = earlier
    .filter(({ runId, validation }) => runId !== now?.runId && validation.length > 0)
    .slice(0, earlierShown)
    .map((run) => ({ name: nameOf(run), kind: 'earlier', points: points(run.validation) }));
  if (now) {
    shown.push({ name: 'Training', kind: 'training', points: points(now.training) });
    shown.push({ name: 'Validation', kind: 'validation', points: points(now.validation) });
  }
  return shown;
}

/** "14:02, seed 1": runs that began in one minute differ in something, or are the same. */
function nameOf({ startedAt, settings }: RunCurves): string {
  return `${formatMoment(startedAt)}, seed ${settings.seed}`;
}
