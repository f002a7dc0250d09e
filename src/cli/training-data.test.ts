import { expect, test } from 'vitest';
import { noDistortion } from '../data/distortion/distortion.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { type Style, styles } from '../digits/synthesis/styles.ts';
import { noDigit } from '../network/labels.ts';
import { digitSize } from '../network/rasters.ts';
import type { StrokesDigit } from './strokes-file.ts';
import {
  createEpochMaker,
  type Recipe,
  rewrittenDigits,
  splitForValidation,
  syntheticDigits,
  syntheticNoDigits,
} from './training-data.ts';

const variants = { slashedZeros: 0, upstrokeOnes: 0 };
const none: Recipe = {
  distortion: noDistortion,
  repeats: 1,
  settling: { fromEpoch: 100, toEpoch: 200, share: 1 },
  variants,
  synthetic: { digits: 0, styles, distortion: noDistortion },
  pens: { digits: 0, strokes: [] },
  noDigits: 0,
};
const distorted = { ...none, distortion: { ...noDistortion, rotationDeg: 15, elasticPx: 1 } };
const mixed = { ...distorted, synthetic: { digits: 60, styles, distortion: noDistortion }, noDigits: 40 };

/** Each image carries its index in its first two pixels, its label in the third. */
const count = 700;
const indexed: LabelledDigits = {
  digits: Uint8Array.from({ length: count * digitSize }, (_, i) => {
    const image = Math.floor(i / digitSize);
    return [image >> 8, image & 255, image % 10][i % digitSize] ?? 0;
  }),
  labels: Uint8Array.from({ length: count }, (_, image) => image % 10),
};

/** One image: a square in the middle. */
const square: LabelledDigits = {
  digits: Uint8Array.from({ length: digitSize }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    return x >= 10 && x < 18 && y >= 10 && y < 18 ? 255 : 0;
  }),
  labels: Uint8Array.of(1),
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
  const makeEpoch = createEpochMaker(indexed, none, 1);
  const first = indices(makeEpoch(0));
  const second = indices(makeEpoch(1));
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  expect(first).not.toEqual(second);
});

test('an epoch has every image as often as the recipe says, each time distorted anew', () => {
  const twice = createEpochMaker(indexed, { ...none, repeats: 2 }, 1)(0);
  expect(indices(twice).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 2 * count }, (_, i) => Math.floor(i / 2)),
  );
  const { digits } = createEpochMaker(square, { ...distorted, repeats: 20 }, 1)(0);
  const distinct = new Set(
    Array.from({ length: 20 }, (_, i) => digits.subarray(i * digitSize, (i + 1) * digitSize).join()),
  );
  expect(distinct.size).toBe(20);
});

test('distortions grow weaker over the last epochs, down to none where the share is 0', () => {
  const settling = { fromEpoch: 4, toEpoch: 8, share: 0 };
  const recipe = { ...none, distortion: { ...noDistortion, rotationDeg: 40 }, settling };
  const makeEpoch = createEpochMaker(square, recipe, 1);
  const change = (epoch: number) =>
    makeEpoch(epoch).digits.reduce(
      (sum, value, i) => sum + Math.abs(value - (square.digits[i] as number)),
      0,
    );
  expect(change(8)).toBe(0);
  expect(change(9)).toBe(0);
  expect(change(4)).toBeGreaterThan(0);
  const mean = (epochs: readonly number[]) => epochs.reduce((sum, epoch) => sum + change(epoch), 0);
  expect(mean([1, 2, 3, 4])).toBeGreaterThan(mean([5, 6, 7, 8]));
});

test('the same seed and epoch give the same bytes, whatever was made before', () => {
  const bytes = (seed: number, before: readonly number[] = []) => {
    const makeEpoch = createEpochMaker(indexed, mixed, seed);
    before.forEach(makeEpoch);
    return Buffer.from(makeEpoch(5).digits);
  };
  const first = bytes(3);
  expect(first.equals(bytes(3, [5, 13, 1]))).toBe(true);
  expect(first.equals(bytes(4))).toBe(false);
});

test('synthetic digits and what is no digit are among the images, others in the next epoch', () => {
  const makeEpoch = createEpochMaker(indexed, mixed, 1);
  const [first, second] = [makeEpoch(1), makeEpoch(2)];
  expect(first.labels.length).toBe(count + 60 + 40);
  expect(first.labels.filter((label) => label === noDigit).length).toBe(40);
  const inks = ({ digits, labels }: LabelledDigits) =>
    Array.from(labels, (label, i) =>
      label === noDigit ? digits.subarray(i * digitSize, (i + 1) * digitSize).join() : '',
    ).filter(Boolean);
  const known = new Set(inks(first));
  expect(known.size).toBe(40);
  expect(inks(second).some((ink) => known.has(ink))).toBe(false);
});

test('whoever wrote a hundred times as much comes ten times as often', () => {
  const line = (writer: string, label: number): StrokesDigit => ({
    writer,
    label,
    strokes: [
      [
        [0, 0],
        [300, 1000],
      ],
    ],
  });
  const strokes = [
    ...Array.from({ length: 300 }, () => line('busy', 1)),
    ...[7, 7, 7].map((d) => line('rare', d)),
  ];
  const { labels } = rewrittenDigits({ digits: 4_400, strokes }, 1);
  const rare = labels.filter((label) => label === 7).length;
  expect(rare).toBeGreaterThan(340);
  expect(rare).toBeLessThan(460);
  const epoch = createEpochMaker(indexed, { ...none, pens: { digits: 50, strokes } }, 1)(0);
  expect(epoch.labels.length).toBe(count + 50);
});

test('what is no digit has ink', () => {
  const { digits } = syntheticNoDigits(200, 1, styles);
  for (let at = 0; at < digits.length; at += digitSize) {
    expect(digits.subarray(at, at + digitSize).reduce((sum, value) => sum + value, 0)).toBeGreaterThan(5_000);
  }
});

test('styles that a recipe leaves out are written nowhere, not even in numbers of several digits', () => {
  const sevens = styles.filter(({ digit }) => digit === 7);
  expect(new Set(syntheticDigits(50, 1, sevens).labels)).toEqual(new Set([7]));
  const added = [...styles, { ...(sevens[0] as Style), name: 'one more', share: 100 }];
  const written = (among: readonly Style[]) => [
    ...syntheticDigits(50, 1, among).digits,
    ...syntheticNoDigits(50, 1, among).digits,
  ];
  expect(written(added)).not.toEqual(written(styles));
  expect(written(added.filter(({ name }) => name !== 'one more'))).toEqual(written(styles));
  expect(syntheticNoDigits(50, 1, sevens).digits).not.toEqual(syntheticNoDigits(50, 1, styles).digits);
});
