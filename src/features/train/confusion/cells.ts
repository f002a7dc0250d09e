import { largest } from '../../../lib/lists.ts';
import { classCount, digitClasses } from '../../../network/labels.ts';
import type { ColourScale } from '../../../pictures/colour-scales.ts';
import { arrowKeys } from '../../../ui/arrow-keys.ts';

/** The arithmetic, words and moves of a confusion matrix. */

export interface ConfusionCell {
  readonly label: number;
  readonly answer: number;
}

type Counts = readonly (readonly number[])[];

export function columnsOf(counts: Counts, label: number) {
  const row = counts[label] ?? [];
  const total = row.reduce((sum, count) => sum + count, 0);
  return { row, total, wrong: total - (row[label] ?? 0) };
}

/** The largest share of a digit's images that was taken for one other digit: the end of the colours. */
export function worstShare(counts: Counts): number {
  const shares = digitClasses.flatMap((label) => {
    const { row, total } = columnsOf(counts, label);
    return row.map((count, answer) => (answer === label || total === 0 ? 0 : count / total));
  });
  return largest(shares, 0);
}

/** "4 read as 9: 12 images". */
export function cellText({ label, answer }: ConfusionCell, count: number): string {
  return `${label} read as ${answer}: ${count === 1 ? '1 image' : `${count} images`}`;
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

/** Black or white, whichever is easier to read on a colour: at least 4.58 to 1 (WCAG 2.2, 1.4.3). */
export function contrasting({ bytes }: ColourScale, entry: number): string {
  const [red = 0, green = 0, blue = 0] = Array.from(bytes.subarray(entry * 4, entry * 4 + 3), (byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
