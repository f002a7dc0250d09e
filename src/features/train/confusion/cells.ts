import { plural } from '../../../language/plural.ts';
import { classCount } from '../../../network/labels.ts';
import { arrowKeys } from '../../../ui/arrow-keys.ts';

/** The arithmetic, words and moves of a confusion matrix. */

export interface ConfusionCell {
  readonly label: number;
  readonly answer: number;
}

export type Counts = readonly (readonly number[])[];

export function columnsOf(counts: Counts, label: number) {
  const row = counts[label] ?? [];
  const total = row.reduce((sum, count) => sum + count, 0);
  return { row, total, wrong: total - (row[label] ?? 0) };
}

/** "4 read as 9: 12 images". */
export function cellText({ label, answer }: ConfusionCell, count: number): string {
  return plural(
    count,
  )`${label} read as ${answer}: ${count} image | ${label} read as ${answer}: ${count} images`;
}

/** As in the grid pattern of ARIA: arrows, Home and End within the row, with Ctrl within the grid. */
export function moveCell({ label, answer }: ConfusionCell, key: string, ctrl: boolean): ConfusionCell | null {
  const within = (at: number) => Math.max(0, Math.min(classCount - 1, at));
  const arrow = arrowKeys[key];
  if (arrow) return { label: within(label + arrow[1]), answer: within(answer + arrow[0]) };
  if (key !== 'Home' && key !== 'End') return null;
  const end = key === 'Home' ? 0 : classCount - 1;
  return { label: ctrl ? end : label, answer: end };
}
