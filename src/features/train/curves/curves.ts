import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import type { CurveSeries } from '../../../pictures/curves.ts';
import type { MetricPoint, RunCurves } from '../../../run/contract.ts';
import { counts, type NamedRow, settingRows } from '../../../run/settings/rows.ts';
import type { CurveMoment } from '../../../ui/charts/curve-moments.ts';
import { formatMoment } from '../../../ui/run-words.ts';
import { changeWords, isSame, rowsAsTold, settingWords } from '../settings/setting-words.ts';

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
  const before = earlier
    .filter(({ runId, validation }) => runId !== now?.runId && validation.length > 0)
    .slice(0, earlierShown);
  const shown = before.map(
    (run): CurveSeries => ({
      name: nameOf(run, now ? [now] : before.filter((other) => other !== run)),
      kind: 'earlier',
      points: points(run.validation),
    }),
  );
  if (now) {
    shown.push({ name: t`Training`, kind: 'training', points: points(now.training) });
    shown.push({ name: t`Validation`, kind: 'validation', points: points(now.validation) });
  }
  return shown;
}

/**
 * "14:02, learning rate 0.01": what a run had otherwise than any of the others, all of it.
 * @param others the run under way; without one, the runs that it is drawn beside
 */
function nameOf({ startedAt, settings }: RunCurves, others: readonly RunCurves[]): string {
  // What the other does without (the strengths of a distortion) is told by what switches it off.
  const differing = rowsAsTold.filter((row) =>
    others.some((other) => counts(row, other.settings) && !isSame(row, settings, other.settings)),
  );
  const same = others.length > 0 ? t`the same settings` : settingWords(settings, settingRows.filter(isSeed));
  return `${formatMoment(startedAt)}, ${settingWords(settings, differing) || same}`;
}

const isSeed = ({ key }: NamedRow) => key === 'seed';

/** The moment that the page shows, and where settings changed. */
export function momentsOf({
  changes,
  shownStep,
}: Pick<TrainerView, 'changes' | 'shownStep'>): readonly CurveMoment[] {
  const changed = changes
    .map(({ step, before, after }) => ({ step, kind: 'changed' as const, words: changeWords(before, after) }))
    .filter(({ words }) => words !== '');
  return shownStep === null ? changed : [...changed, { step: shownStep, kind: 'shown', words: '' }];
}
