import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activationOf, activationOffset, layerNamed } from '../network/architecture.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { indexInLayer } from '../network/unit.ts';
import { palettes, zeroEntry } from './colour-scales.ts';
import { emptyExtents, extentOf, measureExtents } from './extents.ts';
import { paintLayer } from './layer-picture.ts';
import { tile, unitAt } from './tiling.ts';

const layerNames = lenet5.layers.map(({ name }) => name);

const arrangements = fc.record({
  files: fc.integer({ min: 1, max: 8 }),
  zoom: fc.integer({ min: 1, max: 3 }),
  gap: fc.integer({ min: 1, max: 4 }),
  lean: fc.integer({ min: 0, max: 4 }),
  drop: fc.integer({ min: 0, max: 4 }),
});

test('every value of a layer has a pixel of its own, and that pixel tells its unit', () => {
  fc.assert(
    fc.property(fc.constantFrom(...layerNames), arrangements, (name, arrangement) => {
      // A gap of at least the lean keeps sheets apart, as the figure's own arrangements do.
      const tiling = tile(layerNamed(lenet5, name), { ...arrangement, gap: arrangement.gap + 4 });
      const { height, width, maps } = layerNamed(lenet5, name);
      const taken = new Set<number>();
      for (let map = 0; map < maps; map++)
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++) {
            const x = (tiling.lefts[map] as number) + column * tiling.zoom;
            const y = (tiling.tops[map] as number) + row * tiling.zoom;
            expect(x).toBeLessThan(tiling.width);
            expect(y).toBeLessThan(tiling.height);
            taken.add(y * tiling.width + x);
            expect(unitAt(tiling, x + 0.5, y + 0.5)).toEqual({ layer: name, map, row, column });
          }
      expect(taken.size).toBe(height * width * maps);
    }),
    { numRuns: 20 },
  );
});

test('between the maps the nearest unit is meant', () => {
  const tiling = tile(layerNamed(lenet5, 'S4'), { files: 4, zoom: 1, gap: 2, lean: 1, drop: 2 });
  expect(unitAt(tiling, 5.2, 0.5)).toEqual({ layer: 'S4', map: 0, row: 0, column: 4 });
  expect(unitAt(tiling, -3, -3)).toEqual({ layer: 'S4', map: 0, row: 0, column: 0 });
});

test('pictures use the channels-last place of each unit and leave the gaps alone', () => {
  const activations = new Float32Array(lenet5.activationCount);
  const unit = { layer: 'C3', map: 6, row: 4, column: 9 } as const;
  activations[activationOffset(lenet5, 'C3') + indexInLayer(lenet5, unit)] = -0.5;
  const tiling = tile(layerNamed(lenet5, 'C3'), { files: 4, zoom: 1, gap: 2, lean: 2, drop: 3 });
  const pixels = new Uint32Array(tiling.width * tiling.height);
  const { words } = palettes.light.diverging;
  paintLayer(lenet5, pixels, tiling, activationOf(lenet5, activations, 'C3'), palettes.light, () => 0.5);
  const place = ((tiling.tops[6] as number) + 4) * tiling.width + (tiling.lefts[6] as number) + 9;
  expect(pixels[place]).toBe(words[1]);
  expect(pixels.filter((word) => word === words[zeroEntry])).toHaveLength(1599);
  expect(pixels.filter((word) => word === 0)).toHaveLength(tiling.width * tiling.height - 1600);
});

test('scales: a map its own, a layer its strongest map, the network its strongest hidden layer', () => {
  const activations = new Float32Array(lenet5.activationCount);
  activations[activationOffset(lenet5, 'Input')] = 5;
  activations[activationOffset(lenet5, 'C1') + 2] = -0.25;
  activations[activationOffset(lenet5, 'C1') + 3] = 0.5;
  activations[activationOffset(lenet5, 'F6') + 1] = -0.75;
  const extents = emptyExtents(lenet5);
  measureExtents(lenet5, activations, extents);
  expect(extentOf(extents, 'map', layerNamed(lenet5, 'C1'), 2)).toBe(0.25);
  expect(extentOf(extents, 'layer', layerNamed(lenet5, 'C1'), 2)).toBe(0.5);
  expect(extentOf(extents, 'global', layerNamed(lenet5, 'C1'), 2)).toBe(0.75);
  expect(extentOf(extents, 'map', layerNamed(lenet5, 'F6'), 0)).toBe(0.75);
  expect(extentOf(extents, 'layer', layerNamed(lenet5, 'Input'), 0)).toBe(1);
  measureExtents(lenet5, new Float32Array(lenet5.activationCount), extents);
  expect(extentOf(extents, 'map', layerNamed(lenet5, 'C1'), 2)).toBe(0);
});
