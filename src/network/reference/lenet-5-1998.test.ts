import { describe, expect, test } from 'vitest';
import { type Random, randomFromSeed } from '../../lib/random.ts';
import { activationOf, activationOffset, tensorOf } from '../architecture.ts';
import { digitBitmaps } from '../bitmaps-1998.ts';
import { initialParameters } from '../initialise.ts';
import { noDigit } from '../labels.ts';
import { lenet5Of1998 as paper } from '../lenet-5-1998.ts';
import { digit28, digitSize, type Input32, padToInput32 } from '../rasters.ts';
import {
  referenceForward,
  referenceGradient,
  referenceInputGradient,
  referenceUnitGradient,
} from './reference.ts';

/** Moved from where they begin, so that F6 is near no bitmap and far from none. */
function randomParameters(random: Random): Float64Array {
  return Float64Array.from(initialParameters(paper, random)).map((value) => value + 0.05 * random.normal());
}

function randomBytes(count: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: count }, () => random.integer(0, 255));
}

const squash = (a: number) => 1.7159 * Math.tanh((2 / 3) * a);

describe('forward', () => {
  const random = randomFromSeed(11);
  const parameters = randomParameters(random);
  const digit = digit28(randomBytes(digitSize, random));
  const activations = referenceForward(paper, parameters, padToInput32(digit));
  const parameter = (layer: string, role: 'kernel' | 'coefficient' | 'bias', at: number) =>
    parameters[tensorOf(paper, layer, role).offset + at] as number;
  const value = (layer: string, place: number) =>
    activations[activationOffset(paper, layer) + place] as number;

  test('the input is -0.1 on paper and 1.175 in full ink', () => {
    const full = padToInput32(digit28(new Uint8Array(digitSize).fill(255)));
    const input = activationOf(paper, referenceForward(paper, parameters, full), 'Input');
    expect(input[0]).toBe(-0.1);
    expect(input[16 * 32 + 16]).toBeCloseTo(1.175, 12);
  });

  test('the squashing function takes 1 to 1 and -1 to -1 within 1e-4', () => {
    expect(Math.abs(squash(1) - 1)).toBeLessThan(1e-4);
  });

  test('a unit of S2 is its coefficient times the sum of four of C1, plus its bias, squashed, within 1e-12', () => {
    const [row, column, map] = [4, 9, 3];
    const c1 = (r: number, c: number) => value('C1', ((2 * row + r) * 28 + 2 * column + c) * 6 + map);
    const sum = c1(0, 0) + c1(0, 1) + c1(1, 0) + c1(1, 1);
    const expected = squash(parameter('S2', 'coefficient', map) * sum + parameter('S2', 'bias', map));
    expect(Math.abs(value('S2', (row * 14 + column) * 6 + map) - expected)).toBeLessThan(1e-12);
  });

  test('a unit of C3 map 10 reads maps 0, 1, 4 and 5 of S2 within 1e-12', () => {
    const [row, column, map] = [7, 2, 10];
    // The pairs (S2 map, C3 map) of table I in the order of their kernels.
    const readers = [
      [0, 4, 5, 6, 9, 10, 11, 12, 14, 15],
      [0, 1, 5, 6, 7, 10, 11, 12, 13, 15],
      [0, 1, 2, 6, 7, 8, 11, 13, 14, 15],
      [1, 2, 3, 6, 7, 8, 9, 12, 14, 15],
      [2, 3, 4, 7, 8, 9, 10, 12, 13, 15],
      [3, 4, 5, 8, 9, 10, 11, 13, 14, 15],
    ];
    let sum = parameter('C3', 'bias', map);
    for (const source of [0, 1, 4, 5]) {
      const pair = 10 * source + (readers[source]?.indexOf(map) ?? Number.NaN);
      for (let i = 0; i < 5; i++)
        for (let j = 0; j < 5; j++) {
          const s2 = value('S2', ((row + i) * 14 + column + j) * 6 + source);
          sum += s2 * parameter('C3', 'kernel', (i * 5 + j) * 60 + pair);
        }
    }
    expect(Math.abs(value('C3', (row * 10 + column) * 16 + map) - squash(sum))).toBeLessThan(1e-12);
  });

  test('the probabilities are the softmax of minus the squared distances to the bitmaps within 1e-12', () => {
    const f6 = Array.from(activationOf(paper, activations, 'F6'));
    const penalties = digitBitmaps.map((bitmap) =>
      f6.reduce((sum, x, unit) => sum + (x - (bitmap[unit] as number)) ** 2, 0),
    );
    const least = Math.min(...penalties);
    const total = penalties.reduce((sum, y) => sum + Math.exp(least - y), 0);
    const probabilities = activationOf(paper, activations, 'Output');
    penalties.forEach((y, digit) => {
      expect(Math.abs((probabilities[digit] as number) - Math.exp(least - y) / total)).toBeLessThan(1e-12);
    });
  });
});

describe('the maximum a posteriori criterion', () => {
  const random = randomFromSeed(5);
  // Where exp(-j) and the classes' exponentials are of one size, so that no term of the gradient is lost.
  const far = { ...paper, loss: { kind: 'maximum-a-posteriori', rubbishPenalty: 80 } } as const;
  const parameters = randomParameters(random);
  const digits = randomBytes(4 * digitSize, random);
  const labels = Uint8Array.of(4, 0, 9, noDigit);
  const { loss, gradient } = referenceGradient(far, parameters, digits, labels);

  test('is the mean of y_D + log(exp(-j) + sum of exp(-y_i)), with y = j for images without a digit', () => {
    const inputs = [0, 1, 2, 3].map((i) =>
      padToInput32(digit28(digits.subarray(i * digitSize, (i + 1) * digitSize))),
    );
    const terms = inputs.map((input, i) => {
      const { logits } = referenceInputGradient(far, parameters, input, new Float64Array(10));
      const penalties = Array.from(logits, (z) => -z);
      const label = labels[i] as number;
      const right = label === noDigit ? 80 : (penalties[label] as number);
      return right + Math.log(Math.exp(-80) + penalties.reduce((sum, y) => sum + Math.exp(-y), 0));
    });
    expect(Math.abs(loss - terms.reduce((a, b) => a + b) / 4)).toBeLessThan(1e-10);
    expect(Math.min(...terms)).toBeGreaterThanOrEqual(0);
  });

  test.each(paper.tensors.map((tensor) => [tensor.name, tensor] as const))(
    'its gradient of %s equals central differences within 1e-6 of the largest',
    (_name, tensor) => {
      const step = 1e-5;
      const largest = gradient
        .subarray(tensor.offset, tensor.offset + tensor.size)
        .reduce((most, d) => Math.max(most, Math.abs(d)), 0);
      for (let sample = 0; sample < 8; sample++) {
        const at = tensor.offset + random.integer(0, tensor.size - 1);
        const lossAt = (change: number) => {
          const moved = parameters.slice();
          moved[at] = (moved[at] as number) + change;
          return referenceGradient(far, moved, digits, labels).loss;
        };
        const difference = (lossAt(step) - lossAt(-step)) / (2 * step);
        expect(gradient[at]).not.toBe(0);
        expect(Math.abs((gradient[at] as number) - difference)).toBeLessThan(1e-6 * largest);
      }
    },
  );

  test('a wrong class that is far beyond j is not pushed further, and the right one is drawn near', () => {
    const near = { ...paper, loss: { kind: 'maximum-a-posteriori', rubbishPenalty: 0.1 } } as const;
    const one = digits.subarray(0, digitSize);
    const input = padToInput32(digit28(one));
    const { logits } = referenceInputGradient(near, parameters, input, new Float64Array(10));
    const penalty = -(logits[4] as number);
    const { loss } = referenceGradient(near, parameters, one, Uint8Array.of(4));
    expect(Math.abs(loss - (penalty - 0.1))).toBeLessThan(1e-9);
  });
});

test('the gradient at the input is the slope of the weighted logits by ink from 0 to 1, within 1e-6', () => {
  const random = randomFromSeed(8);
  const parameters = initialParameters(paper, random);
  const input = Float64Array.from({ length: 1024 }, () => random.uniform()) as unknown as Input32;
  const cotangent = Float64Array.from({ length: 10 }, () => random.normal());
  const { gradient } = referenceInputGradient(paper, parameters, input, cotangent);
  const sumAt = (x: Input32) =>
    referenceInputGradient(paper, parameters, x, cotangent).logits.reduce(
      (sum, z, k) => sum + z * (cotangent[k] as number),
      0,
    );
  for (const at of [0, 33, 500, 517, 700, 1023]) {
    const moved = (by: number) => input.map((value, i) => (i === at ? value + by : value)) as Input32;
    const slope = (sumAt(moved(1e-5)) - sumAt(moved(-1e-5))) / 2e-5;
    expect(Math.abs(slope - (gradient[at] as number))).toBeLessThan(1e-6);
  }
});

test.each(['C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'Output'])(
  'the sum of a unit of %s has the slope at the input of finite differences within 1e-6',
  (layer) => {
    const random = randomFromSeed(23);
    const parameters = randomParameters(random);
    const input = padToInput32(digit28(randomBytes(digitSize, random)));
    const unit = { layer, map: 5, row: 0, column: 0 };
    const { gradient } = referenceUnitGradient(paper, parameters, input, unit);
    const pixel = gradient.reduce(
      (best, d, at) => (Math.abs(d) > Math.abs(gradient[best] ?? 0) ? at : best),
      0,
    );
    const at = (by: number) => {
      const moved = Float64Array.from(input);
      moved[pixel] = (moved[pixel] as number) + by;
      return referenceUnitGradient(paper, parameters, moved as unknown as Input32, unit).sum;
    };
    const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
    expect(Math.abs(slope)).toBeGreaterThan(1e-4);
    expect(Math.abs(slope - (gradient[pixel] ?? Number.NaN))).toBeLessThan(1e-6);
  },
);
