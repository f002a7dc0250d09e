import { formatExact, formatPercent } from '../../../lib/format.ts';
import type { Pair } from '../../../run/contract.ts';
import { counts, type NamedRow, settingRows, valueAt } from '../../../run/settings/rows.ts';
import { type RunSettings, settingChange } from '../../../run/settings/run-settings.ts';

/** The settings of two runs that are compared: any row of the table may differ. */

/** Rows whose values differ and that count for one of the two at least, in the order of the table. */
export function differingRows({ a, b }: Pair<RunSettings>): readonly NamedRow[] {
  return settingRows.filter((row) => !isSame(row, a, b) && (counts(row, a) || counts(row, b)));
}

function isSame(row: NamedRow, one: RunSettings, other: RunSettings): boolean {
  return String(valueAt(one, row)) === String(valueAt(other, row));
}

/**
 * A change that was made to A, made to both.
 * @param apart keys of rows that stay as they are in B
 */
export function changedBoth(
  { a, b }: Pair<RunSettings>,
  part: Partial<RunSettings>,
  apart: readonly string[],
): Pair<RunSettings> {
  const changed = { ...a, ...part };
  let other = b;
  const set = (row: NamedRow, from: RunSettings) => {
    other = { ...other, ...settingChange(other, row, valueAt(from, row)) };
  };
  for (const row of settingRows) {
    if (!isSame(row, a, changed) && !apart.includes(row.key)) set(row, changed);
  }
  // Another optimiser has brought its usual rates along.
  for (const row of settingRows) if (apart.includes(row.key)) set(row, b);
  return { a: changed, b: other };
}

/** B with the value that A has. */
export function madeSame({ a, b }: Pair<RunSettings>, row: NamedRow): Pair<RunSettings> {
  return { a, b: { ...b, ...settingChange(b, row, valueAt(a, row)) } };
}

/** What a setting is called beside another's: "Learning rate". */
export function rowName({ kind, label, fact }: NamedRow): string {
  return kind === 'number' ? label : (fact ?? label);
}

/** "0.1", "AdamW", "on"; a dash where the setting does not count. */
export function valueText(settings: RunSettings, row: NamedRow): string {
  if (!counts(row, settings)) return '–';
  switch (row.kind) {
    case 'number':
      return formatExact(valueAt(settings, row));
    case 'choice': {
      const value = valueAt(settings, row);
      return row.choices[value as keyof typeof row.choices] ?? value;
    }
    case 'switch':
      return valueAt(settings, row) ? 'on' : 'off';
    case 'strength':
      return row.text(valueAt(settings, row));
    case 'share':
      return formatPercent(valueAt(settings, row), 0);
    case 'styles':
      return valueAt(settings, row).join(', ') || 'none';
  }
}

/** "learning rate 1, momentum 0": in what a run differs from the other; "" where nothing does. */
export function differenceWords(pair: Pair<RunSettings>, side: keyof Pair<RunSettings>): string {
  return differingRows(pair)
    .filter((row) => counts(row, pair[side]))
    .map((row) => `${rowName(row).toLowerCase()} ${valueText(pair[side], row)}`)
    .join(', ');
}
