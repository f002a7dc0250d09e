import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { overflowOf, overflowReason } from './answerable.ts';
import { tensorOf } from './architecture.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';

const initial = initialParameters(lenet5, randomFromSeed(1));
const changed = (at: number, value: number) => initial.with(at, value);

test('networks as they are initialised answer, and those with weights thousands of times as large', () => {
  expect(overflowOf(lenet5, initial)).toBe(null);
  expect(
    overflowOf(
      lenet5,
      initial.map((value) => value * 1e6),
    ),
  ).toBe(null);
  expect(overflowOf(lenet5, new Float32Array(lenet5.parameterCount))).toBe(null);
});

test('one weight of 3.4e38 anywhere is too large, and the layer is named', () => {
  fc.assert(
    fc.property(fc.nat(lenet5.parameterCount - 1), fc.constantFrom(3.4e38, -3.4e38), (at, value) => {
      const tensor = lenet5.tensors.find(({ offset, size }) => at < offset + size);
      expect(overflowOf(lenet5, changed(at, value))?.layer).toBe(tensor?.layer);
    }),
  );
});

test('weights that are too large only together', () => {
  const { offset, size } = tensorOf(lenet5, 'C5', 'kernel');
  const large = initial.slice().fill(1e35, offset, offset + size);
  expect(overflowOf(lenet5, large)).toEqual({ layer: 'C5', sum: expect.closeTo(4e37, -36) });
  expect(overflowOf(lenet5, initial.slice().fill(1e34, offset, offset + size))).toBe(null);
  expect(overflowReason(lenet5, large)).toBe(
    'its weights are too large to give an answer (C5 can add up to 4.0×10³⁷; 32-bit numbers end at 3.4×10³⁸)',
  );
});
