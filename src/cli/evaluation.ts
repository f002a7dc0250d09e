import type { LabelledDigits } from '../data/labelled-digits.ts';
import { leastConfidence } from '../digits/answer-rules.ts';
import type { Engine } from '../engines/engine.ts';
import { largest } from '../lib/lists.ts';
import { type Confusion, confusionOf } from '../measures/evaluation.ts';
import type { Network } from '../network/architecture.ts';
import { energyOf, type KnowingNetwork } from '../network/energy.ts';
import { classCount } from '../network/labels.ts';
import { digitSize } from '../network/rasters.ts';
import { topClass } from '../network/reference/reference.ts';

/** Images that go through the engine at once: bounds memory, costs no speed. */
const chunk = 500;

/** Class probabilities, n * 10. */
export async function probabilitiesOf(engine: Engine, digits: Uint8Array): Promise<Float32Array> {
  const count = digits.length / digitSize;
  const probabilities = new Float32Array(count * classCount);
  for (let from = 0; from < count; from += chunk) {
    const part = digits.subarray(from * digitSize, Math.min(count, from + chunk) * digitSize);
    probabilities.set(await engine.classify(part), from * classCount);
  }
  return probabilities;
}

/** n answers, 0 to 9. */
export function answersOf(probabilities: Float32Array): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / classCount }, (_, image) =>
    topClass(rowOf(probabilities, image)),
  );
}

/** n energies, of the network whose parameters the engine holds. */
export async function energiesOf(
  engine: Engine,
  network: Network,
  digits: Uint8Array,
): Promise<Float64Array> {
  const energies = new Float64Array(digits.length / digitSize);
  for (let image = 0; image < energies.length; image++) {
    const digit = digits.subarray(image * digitSize, (image + 1) * digitSize);
    energies[image] = energyOf(network, await engine.forward(digit));
  }
  return energies;
}

/** Whether the network knows each of n images as a digit, by its energy, or else by its confidence. */
export async function familiarOf(
  engine: Engine,
  network: KnowingNetwork,
  digits: Uint8Array,
): Promise<boolean[]> {
  const { leastEnergy } = network;
  if (leastEnergy !== null) {
    return Array.from(await energiesOf(engine, network, digits), (energy) => energy >= leastEnergy);
  }
  const probabilities = await probabilitiesOf(engine, digits);
  return Array.from(
    { length: probabilities.length / classCount },
    (_, image) => largest(rowOf(probabilities, image)) >= leastConfidence,
  );
}

function rowOf(probabilities: Float32Array, image: number): Float32Array {
  return probabilities.subarray(image * classCount, (image + 1) * classCount);
}

export async function evaluate(engine: Engine, { digits, labels }: LabelledDigits): Promise<Confusion> {
  return confusionOf(labels, answersOf(await probabilitiesOf(engine, digits)));
}
