import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOffset } from '../network/architecture.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digitSize } from '../network/rasters.ts';
import { referenceForwardDigits } from '../network/reference/reference.ts';
import { classMeans, looksFor } from './looks-for.ts';
import { ResponseCollector } from './responses.ts';

const count = 24;
const random = randomFromSeed(4);
const parameters = initialParameters(lenet5, random);
const digits = Uint8Array.from({ length: count * digitSize }, () => random.integer(0, 255));
const labels = Uint8Array.from({ length: count }, (_, at) => at % 5);
const activations = Float32Array.from(referenceForwardDigits(lenet5, parameters, digits));

const a = lenet5.activationCount;
const collector = new ResponseCollector(lenet5, count);
collector.take(activations.subarray(0, 7 * a));
collector.take(activations.subarray(7 * a));
const responses = collector.finished();
const all = { digits, labels };

/** The values of one map for one digit, row by row. */
function mapOf(layer: string, map: number, digit: number): number[] {
  const { height, width, maps } =
    lenet5.layers.find(({ name }) => name === layer) ?? lenet5.layers[0] ?? expect.fail();
  const from = digit * a + activationOffset(lenet5, layer) + map;
  return Array.from({ length: height * width }, (_, place) => activations[from + place * maps] as number);
}

test.each([
  ['C1', 5, 28, 5],
  ['S2', 0, 14, 6],
  ['C3', 13, 10, 14],
  ['S4', 2, 5, 16],
] as const)(
  'the digits that excite a map of %s most and least, with what the place of the maximum sees',
  (layer, map, width, side) => {
    const found = looksFor(responses, all, { layer, map });
    const highest = Array.from({ length: count }, (_, at) => Math.max(...mapOf(layer, map, at)));
    const falling = highest.toSorted((x, y) => y - x);
    expect(found.strongest.map(({ value }) => value)).toEqual(falling.slice(0, 9));
    expect(found.weakest.map(({ value }) => value)).toEqual(falling.toReversed().slice(0, 9));
    const stride = layer === 'C1' ? 1 : layer === 'S4' ? 4 : 2;
    for (const { index, label, digit, value, field } of found.strongest) {
      expect(label).toBe(index % 5);
      expect(digit).toEqual(digits.slice(index * digitSize, (index + 1) * digitSize));
      const place = mapOf(layer, map, index).indexOf(value);
      expect(field).toMatchObject({
        layer: 'Input',
        rowFrom: Math.floor(place / width) * stride,
        rowTo: Math.floor(place / width) * stride + side,
        columnFrom: (place % width) * stride,
        columnTo: (place % width) * stride + side,
      });
    }
  },
);

test('values by class lie on one scale, and their means are those of the values within 1e-6', () => {
  const { classes, scale, mean } = looksFor(responses, all, { layer: 'C3', map: 4 });
  const averages = Array.from({ length: count }, (_, at) => {
    const values = mapOf('C3', 4, at);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean - meanOf(averages))).toBeLessThan(1e-6);
  expect(classes.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { label, total, counts, ...own } of classes) {
    const values = averages.filter((_, at) => labels[at] === label);
    expect(total).toBe(values.length);
    expect(counts.reduce((sum, one) => sum + one)).toBe(total);
    if (total > 0) expect(Math.abs(own.mean - meanOf(values))).toBeLessThan(1e-6);
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(scale.from);
      expect(value).toBeLessThanOrEqual(scale.to);
    }
  }
});

test('a unit has one value a digit, sees all of it, and answers are the likeliest classes', () => {
  const { strongest, mean } = looksFor(responses, all, { layer: 'F6', map: 83 });
  expect(strongest[0]?.field).toBeNull();
  const values = Array.from({ length: count }, (_, at) => mapOf('F6', 83, at)[0] ?? 0);
  expect(strongest[0]?.value).toBe(Math.max(...values));
  expect(Math.abs(mean - values.reduce((sum, value) => sum + value, 0) / count)).toBeLessThan(1e-6);
  const ten = (digit: number) => Array.from({ length: 10 }, (_, map) => mapOf('Output', map, digit)[0] ?? 0);
  expect([...responses.answers]).toEqual(
    Array.from({ length: count }, (_, at) => ten(at).indexOf(Math.max(...ten(at)))),
  );
});

test('what does not fit is refused in words', () => {
  expect(() => looksFor(responses, all, { layer: 'Input', map: 0 })).toThrow('expected a map or unit');
  expect(() => new ResponseCollector(lenet5, 2).finished()).toThrow('expected 2 digits, got 0');
  expect(() => new ResponseCollector(lenet5, 1).take(activations)).toThrow('expected 1 digits at most');
});

test('the means of a dense layer are those of its units, class by class', () => {
  const means = classMeans(responses, labels, 'F6');
  expect(means).toHaveLength(84 * 10);
  const of = (digit: number) => mapOf('F6', 17, digit)[0] as number;
  const threes = [...labels.keys()].filter((at) => labels[at] === 3).map(of);
  expect(means[17 * 10 + 3]).toBeCloseTo(threes.reduce((a, b) => a + b, 0) / threes.length, 5);
  expect(means[17 * 10 + 7]).toBeNaN();
  expect(() => classMeans(responses, labels, 'F7')).toThrow('a layer of lenet-5');
});
