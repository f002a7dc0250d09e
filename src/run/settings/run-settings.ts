import * as v from 'valibot';
import { type Distortion, noDistortion } from '../../data/distortion/distortion.ts';
import { styleNames } from '../../digits/synthesis/styles.ts';
import { t } from '../../language/language.ts';
import { issueReason } from '../../lib/issue.ts';
import type { Result } from '../../lib/result.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { type NamedRow, nested, type RunSettings, type SettingValue, settingRows, valueAt } from './rows.ts';
import { settingsTable, usualOf } from './settings-table.ts';

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

/** The settings of a network that is trained as it usually is. */
export function defaultsOf(network: string): RunSettings {
  const { usualRule: optimiser } = architectureNamed(network);
  return { ...defaultSettings, network, optimiser, ...usualOf(network, optimiser) };
}

/** Why no run can begin with these settings; null where one can. Engines that cannot are passed over in words. */
export function settingsTrouble({ network, optimiser }: RunSettings): string | null {
  const row = settingsTable.optimiser;
  if (row.offered(optimiser, network)) return null;
  return t`${row.choices[optimiser]} does not train ${architectureNamed(network).name}. Choose another optimiser.`;
}

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
  if (key === 'network') return networkChange(settings, value as string);
  if (outer === undefined) return { [name]: value };
  return {
    [outer]: { ...((settings as Readonly<Record<string, unknown>>)[outer] as object), [name]: value },
  };
}

/** What a change of the optimiser changes: what was left as usual becomes what is usual with the new one. */
export function optimiserChange(settings: RunSettings, optimiser: Optimiser): Partial<RunSettings> {
  return { optimiser, ...movedTo(settings, usualOf(settings.network, optimiser)) };
}

/** The same of the network; an optimiser or engine that it does not have becomes its usual one. */
export function networkChange(settings: RunSettings, network: string): Partial<RunSettings> {
  if (network === settings.network) return {};
  const [before, after] = [settings.network, network].map((id) => architectureNamed(id).usualRule);
  const { optimiser: chosen, engine: asked } = settings;
  const { optimiser: rules, engine: engines } = settingsTable;
  const usual = chosen === before || !rules.offered(chosen, network);
  const optimiser = usual && after ? after : chosen;
  const engine = engines.offered(asked, network) ? asked : 'auto';
  return { network, optimiser, engine, ...movedTo(settings, usualOf(network, optimiser)) };
}

function movedTo(settings: RunSettings, after: ReturnType<typeof usualOf>): Partial<RunSettings> {
  const before: Readonly<Record<string, unknown>> = usualOf(settings.network, settings.optimiser);
  const moved = Object.entries(after).filter(
    ([name, value]) => before[name] !== value && settings[name as keyof RunSettings] === before[name],
  );
  return Object.fromEntries(moved);
}

/** @returns the wanted settings, save what a run under way keeps as it began with it */
export function editedSettings(own: RunSettings, wanted: RunSettings): RunSettings {
  // Settings that were chosen for another network are for its run.
  if (own.network !== wanted.network) return own;
  let edited = wanted;
  for (const row of settingRows) {
    if (row.next === 'run') edited = { ...edited, ...settingChange(edited, row, valueAt(own, row)) };
  }
  return edited;
}
