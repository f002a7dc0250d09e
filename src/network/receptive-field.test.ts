import { describe, expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { activationOffset, layerNamed, tensorOf } from './architecture.ts';
import { initialParameters } from './initialise.ts';
import { lenet5 } from './lenet-5.ts';
import { type Input32, inputSide } from './rasters.ts';
import { receptiveFields } from './receptive-field.ts';
import { referenceForward } from './reference/reference.ts';
import { indexInLayer, type Unit } from './unit.ts';

const layerNames = lenet5.layers.map(({ name }) => name);

const random = randomFromSeed(3);
const parameters = initialParameters(lenet5, random);
const input = Float32Array.from({ length: inputSide ** 2 }, () => random.uniform()) as Input32;
const before = referenceForward(lenet5, parameters, input);

function* unitsOf(layer: string): Generator<Unit> {
  const { height, width, maps } = layerNamed(lenet5, layer);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let map = 0; map < maps; map++) yield { layer, map, row, column };
}

const valueIn = (activations: Float64Array, unit: Unit) =>
  activations[activationOffset(lenet5, unit.layer) + indexInLayer(lenet5, unit)];

test('a unit changes with a pixel of the Input exactly when the pixel is in its receptive field', () => {
  const pixels = [
    [0, 0],
    [31, 31],
    [4, 5],
    [13, 13],
    [14, 27],
    [17, 8],
    [28, 3],
    [0, 31],
    [15, 16],
  ] as const;
  for (const [row, column] of pixels) {
    const changed = input.slice() as Input32;
    changed[row * inputSide + column] = 2;
    const after = referenceForward(lenet5, parameters, changed);
    for (const layer of layerNames.slice(1)) {
      for (const unit of unitsOf(layer)) {
        const field = receptiveFields(lenet5, unit).at(-1);
        if (!field) throw new Error(`no field in Input for ${layer}`);
        const inside =
          row >= field.rowFrom && row < field.rowTo && column >= field.columnFrom && column < field.columnTo;
        const moved = valueIn(after, unit) !== valueIn(before, unit);
        if (moved !== inside) expect.fail(`pixel ${row},${column}: ${JSON.stringify(unit)} moved: ${moved}`);
      }
    }
  }
});

test.each(['C1', 'C3', 'C5', 'F6'] as const)(
  'a unit changes with the bias of one map of %s exactly when the map is in its receptive field',
  (source) => {
    for (const map of [0, 3, 5]) {
      const changed = parameters.slice();
      changed[tensorOf(lenet5, source, 'bias').offset + map] = 0.7;
      const after = referenceForward(lenet5, changed, input);
      for (const layer of layerNames.slice(layerNames.indexOf(source) + 1)) {
        for (const unit of unitsOf(layer)) {
          const reads = receptiveFields(lenet5, unit)
            .find((field) => field.layer === source)
            ?.maps.includes(map);
          const moved = valueIn(after, unit) !== valueIn(before, unit);
          if (moved !== reads) expect.fail(`${source} map ${map}: ${JSON.stringify(unit)} moved: ${moved}`);
        }
      }
    }
  },
);

describe("the paper's arithmetic", () => {
  const sideOf = (unit: Unit) =>
    receptiveFields(lenet5, unit).map(({ layer, rowFrom, rowTo }) => `${layer} ${rowFrom}-${rowTo}`);

  test('one step of S4 is four pixels of Input, and its field there is 16 wide', () => {
    expect(sideOf({ layer: 'S4', map: 2, row: 1, column: 1 })).toEqual([
      'C3 2-4',
      'S2 2-8',
      'C1 4-16',
      'Input 4-20',
    ]);
  });

  test('pooling reads its own map only', () => {
    const [c3, s2] = receptiveFields(lenet5, { layer: 'S4', map: 2, row: 1, column: 1 });
    expect(c3?.maps).toEqual([2]);
    expect(s2?.maps).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('C5 and all after it have seen everything', () => {
    for (const field of receptiveFields(lenet5, { layer: 'Output', map: 9, row: 0, column: 0 })) {
      const { height, width, maps } = layerNamed(lenet5, field.layer);
      expect([field.rowTo, field.columnTo, field.maps.length]).toEqual([height, width, maps]);
    }
  });
});

test('a unit that does not exist is refused', () => {
  expect(() => receptiveFields(lenet5, { layer: 'S2', map: 6, row: 0, column: 0 })).toThrow(
    /expected a unit of S2/,
  );
  expect(
    receptiveFields(lenet5, { layer: lenet5.layers[0]?.name ?? 'Input', map: 0, row: 0, column: 0 }),
  ).toEqual([]);
});
