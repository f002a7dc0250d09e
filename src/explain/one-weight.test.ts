import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { tensorOf } from '../network/architecture.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digitSize } from '../network/rasters.ts';
import { referenceForwardDigits, referenceGradient } from '../network/reference/reference.ts';
import { lossAlongWeight } from './one-weight.ts';

test('loss and slope along a weight are those that the reference gives with that weight', () => {
  const random = randomFromSeed(8);
  const parameters = initialParameters(lenet5, random);
  const digit = Uint8Array.from({ length: digitSize }, () => random.integer(0, 255));
  const activations = Float32Array.from(referenceForwardDigits(lenet5, parameters, digit));
  for (const [unit, cls, label] of [
    [3, 7, 7],
    [80, 2, 7],
  ] as const) {
    const along = lossAlongWeight({ architecture: lenet5, parameters }, activations, unit, cls, label);
    const at = tensorOf(lenet5, 'Output', 'kernel').offset + unit * 10 + cls;
    expect(along.weight).toBe(parameters[at]);
    for (const w of [along.weight, -1.5, 2]) {
      const turned = Float64Array.from(parameters);
      turned[at] = w;
      const { loss, gradient } = referenceGradient(lenet5, turned, digit, Uint8Array.of(label));
      expect(along.lossAt(w)).toBeCloseTo(loss, 5);
      expect(along.slopeAt(w)).toBeCloseTo(gradient[at] as number, 5);
    }
  }
});
