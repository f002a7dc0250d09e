import type { LabelledDigits } from '../datasets/labelled-digits.ts';
import type { Engine } from '../engines/engine.ts';
import { digitSize } from '../lenet/rasters.ts';
import { topClass } from '../lenet/reference.ts';
import { type Confusion, confusionOf } from '../training/evaluation.ts';

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
