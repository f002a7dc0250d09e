import * as v from 'valibot';
import { type Distortion, noDistortion } from '../../data/distortion/distortion.ts';
import { styleNames } from '../../digits/synthesis/styles.ts';
import { issueReason } from '../../lib/issue.ts';
import type { Result } from '../../lib/result.ts';
import { type NamedRow, nested, type RunSettings, type SettingValue, settingRows, valueAt } from './rows.ts';
import { usualRates } from './settings-table.ts';

export type { RunSettings } from './rows.ts';

type Optimiser = RunSettings['optimiser'];

function formOf(row: NamedRow): v.GenericSchema {
  switch (row.kind) {
    case 'choice':
      return v.picklist(Object.keys(row.choices));
    case 'switch':
      return v.boolean();
    case 'styles':
      return v.array(v.picklist(styleNames));
    default: {
      const { from, to, whole } = row.limits;
      const number = whole ? v.pipe(v.number(), v.integer()) : v.number();
      return v.pipe(number, v.minValue(from), v.maxValue(to));
    }
  }
}

const runSettingsForm = v.strictObject(
  nested(
    (row) => (row.older === undefined ? formOf(row) : v.optional(formOf(row), row.older)),
    v.strictObject,
  ),
);

export const defaultSettings = nested<unknown>(
  ({ usual }) => usual,
  (values) => values,
) as RunSettings;

/** The distortion that these settings ask for. */
export function distortionOf({ distort, distortion }: RunSettings): Distortion {
  return distort ? { ...noDistortion, ...distortion } : noDistortion;
}

/** Settings from outside: a checkpoint, a message. */
export function parseSettings(value: unknown): Result<{ readonly settings: RunSettings }> {
  const parsed = v.safeParse(runSettingsForm, value);
  return parsed.success
    ? { ok: true, settings: parsed.output as RunSettings }
    : { ok: false, reason: issueReason(parsed.issues[0]) };
}

/** What a change of one setting changes. */
export function settingChange(
  settings: RunSettings,
  row: NamedRow,
  value: SettingValue,
): Partial<RunSettings> {
  const { key, outer, name } = row;
  if (key === 'optimiser') return optimiserChange(settings, value as Optimiser);
  if (outer === undefined) return { [name]: value };
  return {
    [outer]: { ...((settings as Readonly<Record<string, unknown>>)[outer] as object), [name]: value },
  };
}

/** What a change of the optimiser changes: rates that were left as usual become the usual ones of the new one. */
export function optimiserChange(settings: RunSettings, optimiser: Optimiser): Partial<RunSettings> {
  const [before, after] = [usualRates[settings.optimiser], usualRates[optimiser]];
  const rate = (name: keyof typeof before) => (settings[name] === before[name] ? after : settings)[name];
  return { optimiser, learningRate: rate('learningRate'), weightDecay: rate('weightDecay') };
}

/** @returns the wanted settings, save what a run under way keeps as it began with it */
export function editedSettings(own: RunSettings, wanted: RunSettings): RunSettings {
  let edited = wanted;
  for (const row of settingRows) {
    if (row.next === 'run') edited = { ...edited, ...settingChange(edited, row, valueAt(own, row)) };
  }
  return edited;
}
