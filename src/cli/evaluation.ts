import type { Engine } from '../engines/engine.ts';
import { digitSize } from '../lenet/rasters.ts';
import { topClass } from '../lenet/reference.ts';
import type { LabelledDigits } from './mnist-files.ts';

/** What was read as what. */
export interface Confusion {
  readonly total: number;
  readonly right: number;
  /** counts[label][answer]. */
  readonly counts: readonly (readonly number[])[];
}

/** Images that go through the engine at once: bounds memory, costs no speed. */
const chunk = 500;

/** n answers, 0 to 9. */
export async function classifyAll(engine: Engine, digits: Uint8Array): Promise<Uint8Array> {
  const count = digits.length / digitSize;
  const answers = new Uint8Array(count);
  for (let from = 0; from < count; from += chunk) {
    const to = Math.min(count, from + chunk);
    const probabilities = await engine.classify(digits.subarray(from * digitSize, to * digitSize));
    for (let i = from; i < to; i++) {
      answers[i] = topClass(probabilities.subarray((i - from) * 10, (i - from + 1) * 10));
    }
  }
  return answers;
}

export async function evaluate(engine: Engine, { digits, labels }: LabelledDigits): Promise<Confusion> {
  return confusionOf(labels, await classifyAll(engine, digits));
}

export function confusionOf(labels: ArrayLike<number>, answers: ArrayLike<number>): Confusion {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
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

/** Wilson's 95 % interval of a share (Wilson 1927): honest near 0 and 1, where the normal one is not. */
export function wilsonInterval(right: number, total: number): readonly [number, number] {
  const z = 1.959964;
  const share = right / total;
  const scale = 1 + z ** 2 / total;
  const middle = (share + z ** 2 / (2 * total)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))) / scale;
  return [middle - half, middle + half];
}
