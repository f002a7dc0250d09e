import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf } from '../network/architecture.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { referenceForwardDigits } from '../network/reference/reference.ts';
import { temperatureOf, withTemperature } from './temperature.ts';

/** Labels drawn from softmax(logits): probabilities at temperature 1 are exactly right. */
function drawn(count: number, sharpened: number) {
  const random = randomFromSeed(5);
  const probabilities = new Float32Array(count * 10);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const logits = Array.from({ length: 10 }, () => 2 * random.normal());
    const softmax = (scale: number) => {
      const all = logits.map((logit) => Math.exp(scale * logit));
      const sum = all.reduce((total, value) => total + value, 0);
      return all.map((value) => value / sum);
    };
    let left = random.uniform();
    labels[image] = Math.max(
      0,
      softmax(1).findIndex((share) => {
        left -= share;
        return left <= 0;
      }),
    );
    probabilities.set(softmax(sharpened), image * 10);
  }
  return { probabilities, labels };
}

test('a network that is right about its confidence keeps it, within 3 %', () => {
  const { probabilities, labels } = drawn(20_000, 1);
  expect(temperatureOf(probabilities, labels)).toBeGreaterThan(0.97);
  expect(temperatureOf(probabilities, labels)).toBeLessThan(1.03);
});

test.each([0.5, 1.5, 2.5])(
  'logits that are %f times too large get that temperature, within 4 %%',
  (times) => {
    const { probabilities, labels } = drawn(20_000, times);
    expect(temperatureOf(probabilities, labels) / times).toBeGreaterThan(0.96);
    expect(temperatureOf(probabilities, labels) / times).toBeLessThan(1.04);
  },
);

test('a network that makes no mistake gets the coldest', () => {
  const { probabilities } = drawn(200, 1);
  const labels = Uint8Array.from({ length: 200 }, (_, image) => {
    const row = probabilities.subarray(image * 10, image * 10 + 10);
    return row.indexOf(Math.max(...row));
  });
  expect(temperatureOf(probabilities, labels)).toBeCloseTo(0.2, 3);
});

test('divided logits keep the answer and change the confidence as the softmax says, within 1e-6', () => {
  const random = randomFromSeed(2);
  const parameters = Float32Array.from({ length: lenet5.parameterCount }, () => 0.2 * random.normal());
  const digit = Uint8Array.from({ length: 784 }, () => random.integer(0, 255));
  const output = (weights: Float32Array) =>
    Array.from(
      activationOf(lenet5, Float32Array.from(referenceForwardDigits(lenet5, weights, digit)), 'Output'),
    );
  const [before, after] = [
    output(parameters),
    output(withTemperature({ architecture: lenet5, parameters }, 2)),
  ];
  const powers = before.map((value) => Math.sqrt(value));
  const sum = powers.reduce((total, value) => total + value, 0);
  for (const [i, value] of after.entries())
    expect(Math.abs(value - (powers[i] as number) / sum)).toBeLessThan(1e-6);
});
