import type { LabelledDigits } from '../datasets/labelled-digits.ts';
import { leastConfidence } from '../digits/answer.ts';
import type { Engine } from '../engines/engine.ts';
import { digitSize } from '../lenet/rasters.ts';
import { topClass } from '../lenet/reference.ts';
import { type Confusion, confusionOf } from '../training/evaluation.ts';

/** Images that go through the engine at once: bounds memory, costs no speed. */
const chunk = 500;
const classes = 10;

/** Class probabilities, n * 10. */
export async function probabilitiesOf(engine: Engine, digits: Uint8Array): Promise<Float32Array> {
  const count = digits.length / digitSize;
  const probabilities = new Float32Array(count * classes);
  for (let from = 0; from < count; from += chunk) {
    const part = digits.subarray(from * digitSize, Math.min(count, from + chunk) * digitSize);
    probabilities.set(await engine.classify(part), from * classes);
  }
  return probabilities;
}

/** n answers, 0 to 9. */
export function answersOf(probabilities: Float32Array): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / classes }, (_, image) =>
    topClass(rowOf(probabilities, image)),
  );
}

/** How many images the network is too unsure of to be answered as digits. */
export function refusedCount(probabilities: Float32Array): number {
  let refused = 0;
  for (let image = 0; image < probabilities.length / classes; image++) {
    if (!(Math.max(...rowOf(probabilities, image)) >= leastConfidence)) refused += 1;
  }
  return refused;
}

function rowOf(probabilities: Float32Array, image: number): Float32Array {
  return probabilities.subarray(image * classes, (image + 1) * classes);
}

export async function evaluate(engine: Engine, { digits, labels }: LabelledDigits): Promise<Confusion> {
  return confusionOf(labels, answersOf(await probabilitiesOf(engine, digits)));
}
