import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { leastConfidence } from '../../digits/answer-rules.ts';
import type { Engine } from '../../engines/engine.ts';
import { digitSize } from '../../network/rasters.ts';
import { topClass } from '../../network/reference/reference.ts';
import { eachAnswer } from '../../run/network-viewer.ts';

/** Images that go through the engine at once: few enough that a slow device is heard of between two chunks. */
const chunk = 100;

/** How many of some images a network reads right. */
export interface Right {
  readonly right: number;
  readonly total: number;
}

/**
 * @param least confidence below which an answer counts as none; {@link asDrawn} for what the Draw page
 * would say
 * @param breathe lets the worker hear its messages between two chunks
 */
export async function countRight(
  engine: Engine,
  { digits, labels }: LabelledDigits,
  least = 0,
  breathe: () => Promise<void> = async () => {},
): Promise<Right> {
  let right = 0;
  const answered = (row: Float32Array, at: number) => {
    const top = topClass(row);
    if (top === labels[at] && (row[top] as number) >= least) right += 1;
  };
  await eachAnswer(engine, digits.subarray(0, labels.length * digitSize), chunk, answered, breathe);
  return { right, total: labels.length };
}

export const asDrawn = leastConfidence;
