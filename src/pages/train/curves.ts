import { flatSettings } from '../../lenet/provenance.ts';
import { nameInWords } from '../../lib/format.ts';
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
    .map((run) => ({ name: nameOf(run, now), kind: 'earlier', points: points(run.validation) }));
  if (now) {
    shown.push({ name: 'Training', kind: 'training', points: points(now.training) });
    shown.push({ name: 'Validation', kind: 'validation', points: points(now.validation) });
  }
  return shown;
}

/** More would not fit beside a chart. */
const toldMost = 2;

/** "14:02, learning rate 0.01": in what an earlier run differs from the one that is shown, else its seed. */
function nameOf({ startedAt, settings }: RunCurves, now: RunCurves | null): string {
  const shown = now ? flatSettings({ ...now.settings }) : {};
  const differing = now
    ? Object.entries(flatSettings({ ...settings })).filter(([name, value]) => shown[name] !== value)
    : [];
  const told = differing
    .slice(0, toldMost)
    .map(([name, value]) => `${nameInWords(name).toLowerCase()} ${saidOf(value)}`);
  if (told.length === 0) told.push(`seed ${settings.seed}`);
  if (differing.length > toldMost) told.push('…');
  return [formatMoment(startedAt), ...told].join(', ');
}

function saidOf(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}
