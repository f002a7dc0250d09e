import { classCount } from '../../../network/labels.ts';

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
  return `${label} read as ${answer}: ${count === 1 ? '1 image' : `${count} images`}`;
}

/** As in the grid pattern of ARIA: arrows, Home and End within the row, with Ctrl within the grid. */
export function moveCell({ label, answer }: ConfusionCell, key: string, ctrl: boolean): ConfusionCell | null {
  const within = (at: number) => Math.max(0, Math.min(classCount - 1, at));
  switch (key) {
    case 'ArrowLeft':
      return { label, answer: within(answer - 1) };
    case 'ArrowRight':
      return { label, answer: within(answer + 1) };
    case 'ArrowUp':
      return { label: within(label - 1), answer };
    case 'ArrowDown':
      return { label: within(label + 1), answer };
    case 'Home':
      return { label: ctrl ? 0 : label, answer: 0 };
    case 'End':
      return { label: ctrl ? classCount - 1 : label, answer: classCount - 1 };
    default:
      return null;
  }
}
