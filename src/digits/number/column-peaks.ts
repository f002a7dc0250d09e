import { digitClasses } from '../../network/labels.ts';

/** What the network says of one place of the line. */
export interface Column {
  /** Ten. */
  readonly probabilities: ArrayLike<number>;
  /** Energy above the least of what the network knows as a digit, in nats. */
  readonly margin: number;
  /** Whether there is ink in the middle of its window. */
  readonly hasInk: boolean;
}

/** A column that is read as a digit. */
export interface ColumnPeak {
  readonly column: number;
  readonly digit: number;
}

/** Two digits are at least so many columns apart: 16 of the 20 pixels that a digit is high. */
const leastApart = 4;
/** What any digit is worth beside its probability and its energy, in nats: blank is worth nothing. */
const digitWorth = 4;

/**
 * The digits of a line from its columns: each is a digit or blank, and of all ways to choose them the one that is
 * worth most is found by a Viterbi search. A digit is worth the logarithm of its probability and its energy margin,
 * so that a window between two digits, which is like none, is blank. It is the paper's search over the columns' scores
 * (LeCun et al. 1998, section VII), without its grammar: only the distance between digits is bounded.
 */
export function columnPeaks(columns: readonly Column[]): readonly ColumnPeak[] {
  const best: Way[] = [{ worth: 0, peak: null, before: null }];
  columns.forEach((column, at) => {
    const skipped = best[at] as Way;
    const before = best[Math.max(0, at + 1 - leastApart)] as Way;
    const digit = likeliest(column.probabilities);
    const worth = before.worth + worthOf(column, digit);
    best.push(worth > skipped.worth ? { worth, peak: { column: at, digit }, before } : skipped);
  });
  const peaks: ColumnPeak[] = [];
  for (let way: Way | null | undefined = best.at(-1); way?.peak; way = way.before) peaks.push(way.peak);
  return peaks.toReversed();
}

/** The best way to read the columns up to one, by its last digit. */
interface Way {
  readonly worth: number;
  /** Null where there is none. */
  readonly peak: ColumnPeak | null;
  readonly before: Way | null;
}

function worthOf({ probabilities, margin, hasInk }: Column, digit: number): number {
  return hasInk ? digitWorth + margin + Math.log(probabilities[digit] as number) : Number.NEGATIVE_INFINITY;
}

function likeliest(probabilities: ArrayLike<number>): number {
  return digitClasses.reduce((best, digit) =>
    (probabilities[digit] as number) > (probabilities[best] as number) ? digit : best,
  );
}
