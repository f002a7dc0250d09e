import { describe, expect, test } from 'vitest';
import { type Random, randomFromSeed } from '../../lib/random.ts';
import { activationOffset, tensorOf } from '../architecture.ts';
import { initialParameters } from '../initialise.ts';
import { lenet5 } from '../lenet-5.ts';
import { digit28, digitSize, type Input32, padToInput32 } from '../rasters.ts';
import { indexInLayer } from '../unit.ts';
import {
  referenceForward,
  referenceForwardDigits,
  referenceGradient,
  referenceInputGradient,
  referenceUnitGradient,
} from './reference.ts';

/** Random parameters, biases too, so that no term of a formula is zero by chance. */
function randomParameters(random: Random): Float64Array {
  const parameters = Float64Array.from(initialParameters(lenet5, random));
  return parameters.map((value) => value + 0.05 * random.normal());
}

function randomBytes(count: number, below: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: count }, () => random.integer(0, below - 1));
}

describe('forward', () => {
  const random = randomFromSeed(11);
  const parameters = randomParameters(random);
  const digit = digit28(randomBytes(digitSize, 256, random));
  const activations = referenceForward(lenet5, parameters, padToInput32(digit));
  const kernel = (layer: 'C1' | 'C3' | 'C5', index: number) =>
    parameters[tensorOf(lenet5, layer, 'kernel').offset + index] as number;

  test('a unit of C3 is tanh of its bias and the 150 products of its window within 1e-12', () => {
    const [row, column, map] = [7, 2, 13];
    let sum = parameters[tensorOf(lenet5, 'C3', 'bias').offset + map] as number;
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < 5; j++)
        for (let k = 0; k < 6; k++) {
          const s2 = activations[
            activationOffset(lenet5, 'S2') + ((row + i) * 14 + column + j) * 6 + k
          ] as number;
          sum += s2 * kernel('C3', ((i * 5 + j) * 6 + k) * 16 + map);
        }
    const unit = activations[activationOffset(lenet5, 'C3') + (row * 10 + column) * 16 + map] as number;
    expect(Math.abs(unit - Math.tanh(sum))).toBeLessThan(1e-12);
  });

  test('a unit of S4 is the mean of its four units of C3 within 1e-12', () => {
    const c3 = (row: number, column: number) =>
      activations[activationOffset(lenet5, 'C3') + (row * 10 + column) * 16 + 9] as number;
    const mean = (c3(6, 2) + c3(6, 3) + c3(7, 2) + c3(7, 3)) / 4;
    const unit = activations[activationOffset(lenet5, 'S4') + (3 * 5 + 1) * 16 + 9] as number;
    expect(Math.abs(unit - mean)).toBeLessThan(1e-12);
  });

  test('a unit of C5 is tanh of a matrix product over the 400 units of S4 within 1e-12', () => {
    let sum = parameters[tensorOf(lenet5, 'C5', 'bias').offset + 71] as number;
    for (let i = 0; i < 400; i++) {
      sum += (activations[activationOffset(lenet5, 'S4') + i] as number) * kernel('C5', i * 120 + 71);
    }
    const unit = activations[activationOffset(lenet5, 'C5') + 71] as number;
    expect(Math.abs(unit - Math.tanh(sum))).toBeLessThan(1e-12);
  });

  test('Input is the padded digit, and the probabilities add up to 1 within 1e-12', () => {
    expect(Array.from(activations.subarray(0, 1024))).toEqual(Array.from(padToInput32(digit)));
    const sum = activations.subarray(activationOffset(lenet5, 'Output')).reduce((a, b) => a + b);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });

  test('several digits give the activations of each, one after the other', () => {
    const blank = new Uint8Array(digitSize);
    const both = referenceForwardDigits(lenet5, parameters, Uint8Array.from([...blank, ...digit]));
    expect(both.length).toBe(2 * lenet5.activationCount);
    expect(both.subarray(lenet5.activationCount)).toEqual(activations);
  });

  test('too few parameters are refused', () => {
    expect(() => referenceForward(lenet5, new Float32Array(3), padToInput32(digit))).toThrow(
      'referenceForward: expected 61706 parameters, got 3',
    );
  });
});

describe('gradient', () => {
  const random = randomFromSeed(5);
  const parameters = randomParameters(random);
  const digits = randomBytes(3 * digitSize, 256, random);
  const labels = Uint8Array.of(4, 0, 9);
  const { loss, gradient } = referenceGradient(lenet5, parameters, digits, labels);

  test.each(lenet5.tensors.map((tensor) => [tensor.name, tensor] as const))(
    'of %s equals central differences within 1e-8',
    (_name, tensor) => {
      const step = 1e-5;
      for (let sample = 0; sample < 8; sample++) {
        const at = tensor.offset + random.integer(0, tensor.size - 1);
        const lossAt = (change: number) => {
          const moved = parameters.slice();
          moved[at] = (moved[at] as number) + change;
          return referenceGradient(lenet5, moved, digits, labels).loss;
        };
        const difference = (lossAt(step) - lossAt(-step)) / (2 * step);
        expect(gradient[at]).not.toBe(0);
        expect(Math.abs((gradient[at] as number) - difference)).toBeLessThan(1e-8);
      }
    },
  );

  test('is the mean over the batch within 1e-12', () => {
    const each = [0, 1, 2].map((i) =>
      referenceGradient(
        lenet5,
        parameters,
        digits.subarray(i * digitSize, (i + 1) * digitSize),
        labels.subarray(i, i + 1),
      ),
    );
    expect(Math.abs(loss - each.reduce((sum, one) => sum + one.loss / 3, 0))).toBeLessThan(1e-12);
    const worst = gradient.reduce((most, value, i) => {
      const mean = each.reduce((sum, one) => sum + (one.gradient[i] as number) / 3, 0);
      return Math.max(most, Math.abs(value - mean));
    }, 0);
    expect(worst).toBeLessThan(1e-12);
  });

  test('an image of impossible probability has a finite loss', () => {
    const certain = new Float64Array(parameters.length);
    certain[tensorOf(lenet5, 'Output', 'bias').offset + 3] = 2000;
    const blank = new Uint8Array(digitSize);
    expect(referenceGradient(lenet5, certain, blank, Uint8Array.of(7)).loss).toBe(2000);
    expect(referenceGradient(lenet5, certain, blank, Uint8Array.of(3))).toMatchObject({
      loss: 0,
      correct: 1,
    });
  });
});

test('the gradient at the input is the slope of the weighted logits, within 1e-7', () => {
  const random = randomFromSeed(8);
  const parameters = initialParameters(lenet5, random);
  const input = Float64Array.from({ length: 1024 }, () => random.uniform()) as unknown as Input32;
  const cotangent = Float64Array.from({ length: 10 }, () => random.normal());
  const { gradient } = referenceInputGradient(lenet5, parameters, input, cotangent);
  const sumAt = (x: Input32) =>
    referenceInputGradient(lenet5, parameters, x, cotangent).logits.reduce(
      (sum, z, k) => sum + z * (cotangent[k] as number),
      0,
    );
  for (const at of [0, 33, 500, 517, 700, 1023]) {
    const moved = (by: number) => input.map((value, i) => (i === at ? value + by : value)) as Input32;
    expect(
      Math.abs((sumAt(moved(1e-5)) - sumAt(moved(-1e-5))) / 2e-5 - (gradient[at] as number)),
    ).toBeLessThan(1e-7);
  }
});

describe('gradient of one unit', () => {
  const random = randomFromSeed(23);
  const parameters = randomParameters(random);
  const input = padToInput32(digit28(randomBytes(digitSize, 256, random)));
  const units = [
    { layer: 'C1', map: 5, row: 14, column: 3 },
    { layer: 'S2', map: 2, row: 7, column: 7 },
    { layer: 'C3', map: 11, row: 5, column: 5 },
    { layer: 'S4', map: 7, row: 2, column: 4 },
    { layer: 'C5', map: 100, row: 0, column: 0 },
    { layer: 'F6', map: 50, row: 0, column: 0 },
    { layer: 'Output', map: 4, row: 0, column: 0 },
  ];

  test.each(units)('$layer: its sum at the input is that of finite differences within 1e-6', (unit) => {
    const { gradient } = referenceUnitGradient(lenet5, parameters, input, unit);
    // float64 pixels, so that the small step is not rounded away.
    const at = (pixel: number, by: number) => {
      const moved = Float64Array.from(input);
      moved[pixel] = (moved[pixel] as number) + by;
      return referenceUnitGradient(lenet5, parameters, moved as unknown as Input32, unit).sum;
    };
    const strongest = gradient.reduce(
      (best, d, pixel) => (Math.abs(d) > Math.abs(gradient[best] ?? 0) ? pixel : best),
      0,
    );
    expect(Math.abs(gradient[strongest] ?? 0)).toBeGreaterThan(1e-4);
    for (const pixel of [strongest, 0, 500, 17 * 32 + 9, 16 * 32 + 16]) {
      const slope = (at(pixel, 1e-5) - at(pixel, -1e-5)) / 2e-5;
      expect(Math.abs(slope - (gradient[pixel] ?? Number.NaN)), `pixel ${pixel}`).toBeLessThan(1e-6);
    }
  });

  test('activation of the sum is the value that the forward pass gives within 1e-12', () => {
    const activations = Float64Array.from(referenceForward(lenet5, parameters, input));
    for (const unit of units.slice(0, -1)) {
      const { sum } = referenceUnitGradient(lenet5, parameters, input, unit);
      const value = unit.layer.startsWith('S') ? sum : Math.tanh(sum);
      const index = activationOffset(lenet5, unit.layer) + indexInLayer(lenet5, unit);
      expect(Math.abs(value - (activations[index] ?? Number.NaN)), unit.layer).toBeLessThan(1e-12);
    }
  });
});
