import { writeSynthetic } from '../../data/sources/write-synthetic.ts';
import { type DigitMap, mappedLayer } from '../../explain/digit-map.ts';
import { principalPlane } from '../../explain/plane.ts';
import type { MappingWorker } from '../../lab/explaining/mapping-contract.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { activationOf } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import { referenceForwardDigits, topClass } from '../../network/reference/reference.ts';

/** The call of the worker, computed on the page by the float64 reference from a few synthetic digits. */
export function createFakeMapping(count = 60): MappingWorker {
  const digits = { digits: new Uint8Array(count * digitSize), labels: new Uint8Array(count) };
  const random = randomFromSeed(3);
  for (let at = 0; at < count; at++) writeSynthetic(random, digits, at);
  return {
    mapDigits: async (parameters, _, report): Promise<DigitMap> => {
      const all = referenceForwardDigits(lenet5, parameters, digits.digits);
      const values = new Float32Array(count * 84);
      const answers = new Uint8Array(count);
      for (let at = 0; at < count; at++) {
        const one = all.subarray(at * lenet5.activationCount, (at + 1) * lenet5.activationCount);
        values.set(activationOf(lenet5, one, mappedLayer), at * 84);
        const output = activationOf(lenet5, one, 'Output');
        answers[at] = topClass(output);
      }
      report(1);
      return { of: 'Synthetic handwriting', digits, values, answers, plane: principalPlane(values, 84) };
    },
  };
}
