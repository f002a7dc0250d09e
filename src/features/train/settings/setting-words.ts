import { styleTitle } from '../../../digits/synthesis/titles.ts';
import { language, t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { formatExact } from '../../../lib/format-sizes.ts';
import { counts, type NamedRow, settingRows, valueAt } from '../../../run/settings/rows.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';

/** Settings in words, beside others and in sentences. */

/** What a setting is called beside another's: "Learning rate". */
export function rowName({ kind, label, fact }: NamedRow): string {
  return kind === 'number' ? label : (fact ?? label);
}

/** In a sentence: "learning rate". German nouns keep their capitals. */
export function nameWithin(row: NamedRow): string {
  const name = rowName(row);
  return language === 'en' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
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
      return valueAt(settings, row) ? t`on` : t`off`;
    case 'strength':
      return row.text(valueAt(settings, row));
    case 'share':
      return formatPercent(valueAt(settings, row), 0);
    case 'styles':
      return valueAt(settings, row).map(styleTitle).join(', ') || t`none`;
  }
}

/** "learning rate 0.02, images distorted: off": the values that some rows have. */
export function settingWords(settings: RunSettings, rows: readonly NamedRow[]): string {
  return rows
    .filter((row) => counts(row, settings))
    .map((row) => `${nameWithin(row)}${row.kind === 'switch' ? ':' : ''} ${valueText(settings, row)}`)
    .join(', ');
}

/** Whether two runs have the same value, whether it counts or not. */
export function isSame(row: NamedRow, one: RunSettings, other: RunSettings): boolean {
  return String(valueAt(one, row)) === String(valueAt(other, row));
}

/** What is told late: what depends on another setting, and lists, which are long. */
const late = ({ kind, needs }: NamedRow) => (kind === 'styles' ? 2 : needs ? 1 : 0);

/** In the order in which they are told. */
export const rowsAsTold = settingRows.toSorted((a, b) => late(a) - late(b));

/** "learning rate 0.02, epochs 20": what a change of settings made of them. */
export function changeWords(before: RunSettings, after: RunSettings): string {
  const changed = rowsAsTold.filter((row) => !counts(row, before) || !isSame(row, before, after));
  return settingWords(after, changed);
}
