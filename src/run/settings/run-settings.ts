import * as v from 'valibot';
import { type Distortion, noDistortion } from '../../data/distortion/distortion.ts';
import { styleNames } from '../../digits/synthesis/styles.ts';
import { issueReason } from '../../lib/issue.ts';
import {
  type NamedRow,
  nested,
  type Rates,
  type RunSettings,
  type SettingValue,
  settingRows,
  valueAt,
} from './setting-rows.ts';
import { settingsTable } from './settings-table.ts';

export type { RunSettings } from './setting-rows.ts';

type Optimiser = RunSettings['optimiser'];

const between = (from: number, to: number) => v.pipe(v.number(), v.minValue(from), v.maxValue(to));
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

function formOf(row: NamedRow): v.GenericSchema {
  switch (row.kind) {
    case 'whole':
      return whole(...row.limits);
    case 'number':
    case 'strength':
    case 'share':
      return between(...row.limits);
    case 'choice':
      return v.picklist(Object.keys(row.choices));
    case 'switch':
      return v.boolean();
    case 'styles':
      return v.array(v.picklist(styleNames));
  }
}

const runSettingsForm = v.strictObject(
  nested<v.GenericSchema>(
    (row) => (row.older === undefined ? formOf(row) : v.optional(formOf(row), row.older)),
    v.strictObject,
  ),
);

type ByOptimiser = Readonly<Record<Optimiser, number>>;
const isByOptimiser = (usual: NamedRow['usual']): usual is ByOptimiser =>
  typeof usual === 'object' && 'sgd' in usual;

function ratesOf(optimiser: Optimiser): Rates {
  const rates = settingRows.flatMap(({ key, usual }) =>
    isByOptimiser(usual) ? [[key, usual[optimiser]]] : [],
  );
  return Object.fromEntries(rates);
}

/** What goes well with each optimiser on this network; where a person who changes it starts from. */
export const usualRates: Readonly<Record<Optimiser, Rates>> = {
  sgd: ratesOf('sgd'),
  adam: ratesOf('adam'),
  adamw: ratesOf('adamw'),
};

export const defaultSettings = nested<unknown>(
  ({ usual }) => (isByOptimiser(usual) ? usual[settingsTable.optimiser.usual] : usual),
  (values) => values,
) as RunSettings;

/** The distortion that these settings ask for. */
export function distortionOf({ distort, distortion }: RunSettings): Distortion {
  return distort ? { ...noDistortion, ...distortion } : noDistortion;
}

type ParsedSettings =
  | { readonly ok: true; readonly settings: RunSettings }
  | { readonly ok: false; readonly reason: string };

/** Settings from outside: a checkpoint, a message. */
export function parseSettings(value: unknown): ParsedSettings {
  const parsed = v.safeParse(runSettingsForm, value);
  return parsed.success
    ? { ok: true, settings: parsed.output as RunSettings }
    : { ok: false, reason: issueReason(parsed.issues[0]) };
}

type Loose = Readonly<Record<string, object>>;

/** What a change of one setting changes. */
export function settingChange(
  settings: RunSettings,
  { key, outer, name }: NamedRow,
  value: SettingValue,
): Partial<RunSettings> {
  if (key === 'optimiser') return optimiserChange(settings, value as Optimiser);
  return outer === undefined
    ? { [name]: value }
    : { [outer]: { ...(settings as unknown as Loose)[outer], [name]: value } };
}

/** What a change of the optimiser changes: rates that were left as usual become the usual ones of the new one. */
export function optimiserChange(settings: RunSettings, optimiser: Optimiser): Partial<RunSettings> {
  const [before, after] = [usualRates[settings.optimiser], usualRates[optimiser]];
  const rates = Object.keys(after) as (keyof Rates)[];
  const rate = (name: keyof Rates) => (settings[name] === before[name] ? after : settings)[name];
  return { optimiser, ...Object.fromEntries(rates.map((name) => [name, rate(name)])) };
}

/** @returns the wanted settings, save what a run under way keeps as it began with it */
export function editedSettings(own: RunSettings, wanted: RunSettings): RunSettings {
  let edited = wanted;
  for (const row of settingRows) {
    if (row.from === 'next run') edited = { ...edited, ...settingChange(edited, row, valueAt(own, row)) };
  }
  return edited;
}
