import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';

test.each(lenet5.tensors.map((tensor) => [tensor.name, tensor] as const))(
  "%s: Glorot's limit is kept, and reached within 5 %",
  (_name, { offset, size, role, fanIn, fanOut }) => {
    const values = initialParameters(lenet5, randomFromSeed(1)).subarray(offset, offset + size);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const limit = role === 'bias' ? 0 : Math.sqrt(6 / (fanIn + fanOut));
    expect(largest).toBeLessThanOrEqual(Math.fround(limit));
    expect(largest).toBeGreaterThanOrEqual(0.95 * limit);
  },
);

test('the same seed gives the same bits, another seed others', () => {
  const of = (seed: number) => initialParameters(lenet5, randomFromSeed(seed));
  expect(of(3)).toEqual(of(3));
  expect(of(3)).not.toEqual(of(4));
});
