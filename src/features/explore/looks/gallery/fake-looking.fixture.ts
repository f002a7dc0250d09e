import { writeSynthetic } from '../../../../data/sources/write-synthetic.ts';
import { classMeans, looksFor } from '../../../../explain/looks-for.ts';
import { type OptimisedPicture, optimisedPicture } from '../../../../explain/optimised-picture.ts';
import { ResponseCollector, type Responses } from '../../../../explain/responses.ts';
import type { LookingWorker } from '../../../../lab/explaining/looking-contract.ts';
import { randomFromSeed } from '../../../../lib/random.ts';
import { lenet5 } from '../../../../network/lenet-5.ts';
import { digitSize } from '../../../../network/rasters.ts';
import { referenceForwardDigits } from '../../../../network/reference/reference.ts';

/** The calls of the worker, computed on the page by the float64 reference from a few synthetic digits. */
export function createFakeLooking(count = 60): LookingWorker {
  const test = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
  const random = randomFromSeed(3);
  for (let at = 0; at < count; at++) writeSynthetic(random, test, at);
  const rightOf = ({ answers }: Responses) => ({
    right: answers.filter((answer, at) => answer === test.labels[at]).length,
    total: count,
    of: 'Synthetic handwriting',
  });
  const known = new Map<Float32Array, Responses>();
  const responsesOf = (parameters: Float32Array) => {
    const found = known.get(parameters);
    if (found) return found;
    const collector = new ResponseCollector(lenet5, count);
    collector.take(Float32Array.from(referenceForwardDigits(lenet5, parameters, test.digits)));
    const made = collector.finished();
    known.set(parameters, made);
    return made;
  };
  return {
    looksFor: async (parameters, target) => {
      const made = responsesOf(parameters);
      return { ...looksFor(made, test, target), measured: rightOf(made) };
    },
    classMeans: async (parameters, layer) => classMeans(responsesOf(parameters), test.labels, layer),
    accuracy: async (parameters) => rightOf(responsesOf(parameters)),
    optimisedPicture: async (parameters, target, seed) => {
      let last: OptimisedPicture | null = null;
      for (last of optimisedPicture({ architecture: lenet5, parameters }, target, seed));
      return last;
    },
    stopPicture: async () => undefined,
  };
}
