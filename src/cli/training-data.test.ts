import { expect, test } from 'vitest';
import { noDistortion } from '../datasets/distortion.ts';
import type { LabelledDigits } from '../datasets/labelled-digits.ts';
import { digitSize } from '../lenet/rasters.ts';
import { makeEpoch, splitForValidation } from './training-data.ts';

const variants = { slashedZeros: 0, upstrokeOnes: 0 };
const none = { distortion: noDistortion, variants };
const distorted = { distortion: { ...noDistortion, rotationDeg: 15, elasticPx: 1 }, variants };

/** Each image carries its index in its first two pixels, its label in the third. */
const count = 700;
const indexed: LabelledDigits = {
  digits: Uint8Array.from({ length: count * digitSize }, (_, i) => {
    const image = Math.floor(i / digitSize);
    return [image >> 8, image & 255, image % 10][i % digitSize] ?? 0;
  }),
  labels: Uint8Array.from({ length: count }, (_, image) => image % 10),
};

function indices({ digits, labels }: LabelledDigits): number[] {
  return Array.from(labels, (label, i) => {
    const [high, low, written] = digits.subarray(i * digitSize, i * digitSize + 3) as unknown as number[];
    expect(written).toBe(label);
    return (high as number) * 256 + (low as number);
  });
}

test('the split has every image once, with its label, and depends on the seed', () => {
  const split = (seed: number) => splitForValidation(indexed, 100, seed);
  const { training, validation } = split(1);
  expect(validation.labels.length).toBe(100);
  const all = [...indices(training), ...indices(validation)].sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
  expect(indices(split(1).validation)).toEqual(indices(validation));
  expect(indices(split(2).validation)).not.toEqual(indices(validation));
});

test('an epoch has every image once, with its label, in another order than the next epoch', () => {
  const first = indices(makeEpoch(indexed, none, 1, 0));
  const second = indices(makeEpoch(indexed, none, 1, 1));
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  expect(first).not.toEqual(second);
});

test('the same seed and epoch give the same bytes', () => {
  const bytes = (seed: number) => Buffer.from(makeEpoch(indexed, distorted, seed, 5).digits);
  const first = bytes(3);
  expect(first.equals(bytes(3))).toBe(true);
  expect(first.equals(bytes(4))).toBe(false);
});
