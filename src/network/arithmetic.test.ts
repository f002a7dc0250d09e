import { describe, expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf, layerNamed } from './architecture.ts';
import { arithmeticOf } from './arithmetic.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';
import { lenet5Of1998 } from './lenet-5-1998.ts';
import { type Input32, inputSize } from './rasters.ts';
import { referenceForward } from './reference/reference.ts';
import { tiny } from './tiny.fixture.ts';
import { unitValue } from './unit.ts';

const random = randomFromSeed(11);
const input = Float32Array.from({ length: inputSize }, () => random.uniform()) as Input32;

describe.each([lenet5, tiny, lenet5Of1998])('$name', (architecture) => {
  const parameters = initialParameters(architecture, randomFromSeed(12)).map(
    (value, i) => value + 0.05 * Math.sin(i),
  );
  const activations = Float32Array.from(referenceForward(architecture, parameters, input));
  const unitOf = (layer: string) => {
    const { height, width, maps } = layerNamed(architecture, layer);
    return {
      layer,
      map: random.integer(0, maps - 1),
      row: random.integer(0, height - 1),
      column: random.integer(0, width - 1),
    };
  };

  test.each(architecture.layers.slice(1).map(({ name }) => name))(
    'twenty random units of %s: the value within 1e-6 of the reference, and the sum that of its parts',
    (layer) => {
      for (let i = 0; i < 20; i++) {
        const unit = unitOf(layer);
        const { terms, bias, sum, value } = arithmeticOf({ architecture, parameters }, activations, unit);
        expect(Math.abs(value - unitValue(architecture, activations, unit))).toBeLessThan(1e-6);
        expect(terms.reduce((total, term) => total + term.product, bias)).toBe(sum);
      }
    },
  );

  test('the ten shares of the output are its probabilities, and add up to 1', () => {
    const unit = unitOf('Output');
    const { shares } = arithmeticOf({ architecture, parameters }, activations, unit);
    if (!shares) throw new Error('a softmax has shares');
    const probabilities = shares.exponentials.map((one) => one / shares.total);
    const expected = activationOf(architecture, activations, 'Output');
    for (const [at, one] of probabilities.entries()) expect(one).toBeCloseTo(expected[at] as number, 6);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
});

test('a unit of C1 reads 25 values, of S2 four, of C3 150, of C5 400, of F6 120, of the output 84', () => {
  const parameters = initialParameters(lenet5, randomFromSeed(1));
  const activations = new Float32Array(lenet5.activationCount);
  const counts = lenet5.layers.slice(1).map(
    ({ name }) =>
      arithmeticOf({ architecture: lenet5, parameters }, activations, {
        layer: name,
        map: 0,
        row: 0,
        column: 0,
      }).terms.length,
  );
  expect(counts).toEqual([25, 4, 150, 4, 400, 120, 84]);
});

test('a pixel of the input computes nothing, and says so; so does a unit that is not there', () => {
  const network = { architecture: lenet5, parameters: new Float32Array(lenet5.parameterCount) };
  const activations = new Float32Array(lenet5.activationCount);
  const pixel = { layer: 'Input', map: 0, row: 0, column: 0 };
  expect(() => arithmeticOf(network, activations, pixel)).toThrow('a layer with one before it');
  expect(() => arithmeticOf(network, activations, { ...pixel, layer: 'C1', map: 6 })).toThrow('a unit of C1');
});
