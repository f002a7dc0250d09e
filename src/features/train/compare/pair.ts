import type { Pair } from '../../../run/contract.ts';
import { counts, type NamedRow, settingRows, valueAt } from '../../../run/settings/rows.ts';
import { type RunSettings, settingChange } from '../../../run/settings/run-settings.ts';
import { isSame, settingWords } from '../settings/setting-words.ts';

/** The settings of two runs that are compared: any row of the table may differ. */

/** Rows whose values differ and that count for one of the two at least, in the order of the table. */
export function differingRows({ a, b }: Pair<RunSettings>): readonly NamedRow[] {
  return settingRows.filter((row) => !isSame(row, a, b) && (counts(row, a) || counts(row, b)));
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

/** "learning rate 1, momentum 0": in what a run differs from the other; "" where nothing does. */
export function differenceWords(pair: Pair<RunSettings>, side: keyof Pair<RunSettings>): string {
  return settingWords(pair[side], differingRows(pair));
}
