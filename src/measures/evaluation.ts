import { classCount, digitClasses } from '../network/labels.ts';
/** How well a network reads a set of digits: plain counting, for the page and for the command line. */

/** What was read as what. */
export interface Confusion {
  readonly total: number;
  readonly right: number;
  /** counts[label][answer]. */
  readonly counts: readonly (readonly number[])[];
}

export function confusionOf(labels: ArrayLike<number>, answers: ArrayLike<number>): Confusion {
  const counts = digitClasses.map(() => new Array<number>(classCount).fill(0));
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = counts[labels[i] as number] as number[];
    const answer = answers[i] as number;
    row[answer] = (row[answer] as number) + 1;
    if (answer === labels[i]) right += 1;
  }
  return { total: labels.length, right, counts };
}

/** The pairs most often taken for one another, worst first; those that never are left out. */
export function worstPairs(
  { counts }: Confusion,
  most: number,
): { readonly label: number; readonly answer: number; readonly count: number }[] {
  return counts
    .flatMap((row, label) => row.map((count, answer) => ({ label, answer, count })))
    .filter(({ label, answer, count }) => label !== answer && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

/** Places of the images of class `label` that were read as `answer`, ascending. */
export function placesOf(
  { labels, answers }: { readonly labels: ArrayLike<number>; readonly answers: ArrayLike<number> },
  label: number,
  answer: number,
): number[] {
  const places: number[] = [];
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === label && answers[at] === answer) places.push(at);
  }
  return places;
}

/** Wilson's 95 % interval of a share (Wilson 1927): honest near 0 and 1, where the normal one is not. */
export function wilsonInterval(right: number, total: number): readonly [number, number] {
  const z = 1.959964;
  const share = right / total;
  const scale = 1 + z ** 2 / total;
  const middle = (share + z ** 2 / (2 * total)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))) / scale;
  return [middle - half, middle + half];
}
