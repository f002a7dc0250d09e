import type { TrainerView } from '../../../lab/training/client.ts';
import { formatExact, nameInWords } from '../../../lib/format.ts';
import type { CurveSeries } from '../../../pictures/curves.ts';
import type { MetricPoint, RunCurves } from '../../../run/contract.ts';
import {
  counts,
  type NamedRow,
  type SettingValue,
  settingRows,
  valueAt,
} from '../../../run/settings/rows.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import type { CurveMoment } from '../../../ui/charts/curve-moments.ts';
import { formatMoment } from '../../../ui/run-words.ts';

export type Metric = 'loss' | 'accuracy';

/** More of them would be a thicket. */
export const earlierShown = 3;

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
    shown.push({ name: 'Training', kind: 'training', points: points(now.training) });
    shown.push({ name: 'Validation', kind: 'validation', points: points(now.validation) });
  }
  return shown;
}

/**
 * "14:02, learning rate 0.01": what a run had otherwise than any of the others, all of it.
 * @param others the run under way; without one, the runs that it is drawn beside
 */
function nameOf({ startedAt, settings }: RunCurves, others: readonly RunCurves[]): string {
  const compared = others.map((run) => tellingOf(run.settings));
  const told = Object.entries(tellingOf(settings))
    // What the other does without (the strengths of a distortion) is told by what switches it off.
    .filter(([name, value]) => compared.some((other) => name in other && other[name] !== value))
    .map(([name, value]) => `${nameInWords(name).toLowerCase()} ${value}`);
  const same = others.length > 0 ? 'the same settings' : `seed ${settings.seed}`;
  return [formatMoment(startedAt), ...(told.length > 0 ? told : [same])].join(', ');
}

/** "learning rate 0.02, epochs 20": what a change of settings made of them. */
export function changeWords(before: RunSettings, after: RunSettings): string {
  const was = tellingOf(before);
  return Object.entries(tellingOf(after))
    .filter(([name, value]) => was[name] !== value)
    .map(([name, value]) => `${nameInWords(name).toLowerCase()} ${value}`)
    .join(', ');
}

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

/** What is told late: what depends on another setting, and lists, which are long. */
const late = ({ kind, needs }: NamedRow) => (kind === 'styles' ? 2 : needs ? 1 : 0);
const rows = settingRows.toSorted((a, b) => late(a) - late(b));

/** The settings that a run depends on, in words: no strengths of a distortion that is off, no momentum of Adam. */
function tellingOf(settings: RunSettings): Readonly<Record<string, string>> {
  const telling = rows.filter((row) => counts(row, settings));
  return Object.fromEntries(telling.map((row) => [row.name, saidOf(valueAt(settings, row))]));
}

function saidOf(value: SettingValue): string {
  if (typeof value === 'number') return formatExact(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? value : value.join(' ') || 'none';
}
