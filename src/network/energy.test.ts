import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf, tensorOf } from './architecture.ts';
import { energyOf, isFamiliar, leastEnergyKey, leastEnergyOf } from './energy.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';
import { digit28, digitSize, padToInput32 } from './rasters.ts';
import { referenceForward } from './reference/reference.ts';

const parameters = initialParameters(lenet5, randomFromSeed(4));
const random = randomFromSeed(5);
const noise = digit28(Uint8Array.from({ length: digitSize }, () => random.integer(0, 255)));
const activationsOf = (network: Float32Array) =>
  Float32Array.from(referenceForward(lenet5, network, padToInput32(noise)));

test('the energy and the softmax are of the same logits', () => {
  const activations = activationsOf(parameters);
  const energy = energyOf({ architecture: lenet5, parameters: parameters }, activations);
  expect(
    energyOf(
      { architecture: lenet5, parameters: parameters },
      activationOf(lenet5, activations, 'F6').slice(),
    ),
  ).toBe(energy);
  const { offset } = tensorOf(lenet5, 'Output', 'bias');
  // Ten logits that are all higher by one: the same probabilities, and one nat more.
  const lifted = parameters.map((value, at) => (at >= offset && at < offset + 10 ? value + 1 : value));
  expect(energyOf({ architecture: lenet5, parameters: lifted }, activationsOf(lifted))).toBeCloseTo(
    energy + 1,
    5,
  );
  // Alone, the logit of digit 3 is the energy and the logarithm of its probability.
  const kernel = tensorOf(lenet5, 'Output', 'kernel').offset;
  const f6 = activationOf(lenet5, activations, 'F6');
  const three = f6.reduce(
    (sum, value, unit) => sum + value * (parameters[kernel + 10 * unit + 3] as number),
    parameters[offset + 3] as number,
  );
  expect(energy + Math.log(activationOf(lenet5, activations, 'Output')[3] as number)).toBeCloseTo(three, 5);
});

test('what it takes to be known is the model’s to say; NaN is not known', () => {
  const activations = activationsOf(parameters);
  const energy = energyOf({ architecture: lenet5, parameters: parameters }, activations);
  const known = (leastEnergy: number | null, of = activations) =>
    isFamiliar({ architecture: lenet5, parameters, leastEnergy }, of);
  expect([known(energy), known(energy + 1e-6), known(null)]).toEqual([true, false, null]);
  expect(
    known(
      0,
      activations.map(() => Number.NaN),
    ),
  ).toBe(false);
  expect(leastEnergyOf({ [leastEnergyKey]: 2.5 })).toBe(2.5);
  expect([{}, { [leastEnergyKey]: 'low' }, { [leastEnergyKey]: Number.NaN }].map(leastEnergyOf)).toEqual([
    null,
    null,
    null,
  ]);
});
