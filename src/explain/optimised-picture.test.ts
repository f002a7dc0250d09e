import { expect, test } from 'vitest';
import { readModel, shippedModelFolder } from '../cli/model-files.ts';
import { activationOf } from '../network/architecture.ts';
import { digit28, digitSize, padToInput32 } from '../network/rasters.ts';
import { referenceForward } from '../network/reference/reference.ts';
import { unitValue } from '../network/unit.ts';
import { type OptimisedPicture, optimisedPicture } from './optimised-picture.ts';
import { middleUnit } from './target.ts';

const network = await readModel(shippedModelFolder);
const { architecture, parameters } = network;
const forward = (digit: Uint8Array) =>
  Float32Array.from(referenceForward(architecture, parameters, padToInput32(digit28(digit))));

const targets = ['C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'Output'].map((layer) => ({ layer, map: 4 }));

test.each(targets)('map or unit 4 of $layer: the picture excites it far more than blank paper', (target) => {
  const pictures = [...optimisedPicture(network, target, 1)];
  const last = pictures.at(-1) as OptimisedPicture;
  const unit = middleUnit(architecture, target);
  // What is said of the picture is what the network says of exactly these bytes.
  expect(last.value).toBe(unitValue(architecture, forward(last.digit), unit));
  expect(last.value).toBeGreaterThan(0.9);
  const blank = unitValue(architecture, forward(new Uint8Array(digitSize)), unit);
  // Some units are excited by blank paper already.
  expect(1 - last.value).toBeLessThan(0.2 * (1 - blank));
  expect(pictures.map(({ done }) => done)).toEqual(pictures.map((_, at) => (at + 1) / pictures.length));
});

test('a digit’s picture is read as that digit, whatever the noise', () => {
  for (const seed of [1, 2, 3]) {
    const { digit } = [...optimisedPicture(network, { layer: 'Output', map: 7 }, seed)].at(
      -1,
    ) as OptimisedPicture;
    expect(activationOf(architecture, forward(digit), 'Output')[7]).toBeGreaterThan(0.99);
  }
});

test('the same seed gives the same picture, another one another', () => {
  const first = (seed: number) =>
    optimisedPicture(network, { layer: 'C5', map: 3 }, seed).next().value?.digit;
  expect(first(5)).toEqual(first(5));
  expect(first(5)).not.toEqual(first(6));
});
