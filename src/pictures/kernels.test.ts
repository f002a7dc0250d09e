import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf, layerBefore, layerNamed } from '../network/architecture.ts';
import { biasOf } from '../network/arithmetic.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import { type Input32, inputSize } from '../network/rasters.ts';
import { receptiveFields } from '../network/receptive-field.ts';
import { referenceForward } from '../network/reference/reference.ts';
import { type Unit, unitValue, weightBetween } from '../network/unit.ts';
import { palettes } from './colour-scales.ts';
import { kernelSheet, paintKernels } from './kernel-sheet.ts';
import { kernelsOf } from './kernels.ts';
import { sheetShape, sheetValues } from './map-values.ts';

const random = randomFromSeed(11);
const parameters = initialParameters(lenet5, random);
const input = Float32Array.from({ length: inputSize }, () => random.uniform()) as Input32;
const activations = Float32Array.from(referenceForward(lenet5, parameters, input));

const units: Unit[] = [
  { layer: 'C1', map: 4, row: 3, column: 20 },
  { layer: 'C3', map: 15, row: 9, column: 0 },
  { layer: 'C5', map: 77, row: 0, column: 0 },
  { layer: 'F6', map: 83, row: 0, column: 0 },
];

test.each(units)('kernels and bias of $layer give its unit $map again, within 1e-5', (unit) => {
  const before = layerBefore(lenet5, unit.layer);
  const field = receptiveFields(lenet5, unit)[0];
  if (!before || !field) throw new Error('a layer with weights has one before it');
  let sum = biasOf({ architecture: lenet5, parameters }, unit.layer, unit.map) ?? Number.NaN;
  for (const { source, width, height, weights } of kernelsOf(
    { architecture: lenet5, parameters },
    unit.layer,
    unit.map,
  )) {
    const sheet = sheetValues(lenet5, activations, before, source ?? 0);
    const stride = sheetShape(before).width;
    const [top, left] = source === null ? [0, 0] : [field.rowFrom, field.columnFrom];
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const weight = weights[row * width + column] as number;
        sum += weight * (sheet[(top + row) * stride + left + column] as number);
      }
  }
  expect(Math.abs(Math.tanh(sum) - unitValue(lenet5, activations, unit))).toBeLessThan(1e-5);
});

test.each(units)('single weights of $layer give its unit $map again, within 1e-5', (unit) => {
  const field = receptiveFields(lenet5, unit)[0];
  if (!field) throw new Error('a layer with weights has one before it');
  let sum = biasOf({ architecture: lenet5, parameters }, unit.layer, unit.map) ?? Number.NaN;
  for (let row = field.rowFrom; row < field.rowTo; row++)
    for (let column = field.columnFrom; column < field.columnTo; column++)
      for (const map of field.maps) {
        const source = { layer: field.layer, map, row, column };
        sum += weightBetween(lenet5, parameters, source, unit) * unitValue(lenet5, activations, source);
      }
  expect(Math.abs(Math.tanh(sum) - unitValue(lenet5, activations, unit))).toBeLessThan(1e-5);
});

test('layers have as many kernels as sheets they read', () => {
  const count = (layer: Unit['layer']) => kernelsOf({ architecture: lenet5, parameters }, layer, 0).length;
  expect((['Input', 'C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'Output'] as const).map(count)).toEqual([
    0, 1, 0, 6, 0, 16, 1, 1,
  ]);
  expect(biasOf({ architecture: lenet5, parameters }, 'S2', 0)).toBeUndefined();
});

test('where maps are not connected, there is a kernel for each that is read, with its single weights', () => {
  const network = { architecture: lenet5Of1998, parameters: initialParameters(lenet5Of1998, random) };
  for (const map of [0, 4, 10, 15]) {
    const kernels = kernelsOf(network, 'C3', map);
    const unit = { layer: 'C3', map, row: 2, column: 3 };
    expect(kernels.map(({ source }) => source)).toEqual(receptiveFields(lenet5Of1998, unit)[0]?.maps);
    for (const { source, weights } of kernels) {
      const read = { layer: 'S2', map: source ?? 0, row: 2 + 4, column: 3 + 1 };
      expect(weights[4 * 5 + 1]).toBe(weightBetween(lenet5Of1998, network.parameters, read, unit));
    }
  }
  const sheet = kernelSheet(lenet5Of1998, 'C3');
  const pixels = new Uint32Array(sheet.width * sheet.height);
  paintKernels(pixels, lenet5Of1998, network.parameters, 'C3', palettes.light.diverging, 1);
  expect(pixels.filter((word) => word !== 0)).toHaveLength(60 * 25);
});

test('sheets of maps are picked out of channels last', () => {
  const counting = Float32Array.from({ length: lenet5.activationCount }, (_, place) => place);
  const { width, maps } = layerNamed(lenet5, 'C3');
  const sheet = sheetValues(lenet5, counting, layerNamed(lenet5, 'C3'), 7);
  const all = activationOf(lenet5, counting, 'C3');
  expect(sheet[2 * width + 5]).toBe(all[(2 * width + 5) * maps + 7]);
  expect(sheetShape(layerNamed(lenet5, 'C5'))).toEqual({ width: 10, height: 12 });
  expect(sheetValues(lenet5, counting, layerNamed(lenet5, 'F6'), 0)).toHaveLength(84);
});
