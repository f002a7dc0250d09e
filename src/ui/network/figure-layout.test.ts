import { describe, expect, test } from 'vitest';
import { layerNamed } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { tangents } from './field-lines.ts';
import { layOutFigure, placed } from './figure-layout.ts';

const layerNames = lenet5.layers.map(({ name }) => name);

const widths = [328, 358, 398, 720, 899, 900, 960, 1100, 1280, 1360, 1600, 1900, 2480];

describe.each(
  [lenet5, lenet5Of1998].flatMap((architecture) =>
    [1, 1.25, 1.5, 2, 3].map((ratio) => [architecture.name, ratio, architecture] as const),
  ),
)('%s at %f device pixels to a CSS pixel', (_, ratio, architecture) => {
  test.each(widths)('%i px: everything fits, in order, apart, on whole device pixels', (width) => {
    const layout = layOutFigure(architecture, width, ratio);
    let previousEnd = Number.NEGATIVE_INFINITY;
    for (const name of layerNames) {
      const place = placed(layout, name);
      expect(place.left).toBeGreaterThanOrEqual(0);
      expect(place.left + place.width).toBeLessThanOrEqual(width);
      expect(place.top + place.height).toBeLessThanOrEqual(layout.height);
      for (const length of [place.cell, place.left, place.top]) {
        expect(length * ratio).toBeCloseTo(Math.round(length * ratio), 6);
      }
      const wide = layout.orientation === 'wide';
      const [start, end] = wide
        ? [place.left, place.left + place.width]
        : [place.top, place.top + place.height];
      expect(start - previousEnd).toBeGreaterThan(20);
      previousEnd = end;
    }
  });
});

test('left to right from 940 px, top to bottom on phones', () => {
  expect(layOutFigure(lenet5, 940, 1).orientation).toBe('wide');
  expect(layOutFigure(lenet5, 420, 1).orientation).toBe('tall');
});

test('an upright tablet, 820 by 1180, shows the whole figure at once, with the captions beside it', () => {
  const { height, layers, captions } = layOutFigure(lenet5, 770, 1);
  expect(captions).toBe('beside');
  expect(height).toBeLessThan(1180);
  for (const { left } of layers.values()) expect(left).toBeGreaterThan(150);
});

test('sheets of one layer never cover each other', () => {
  for (const width of widths) {
    const layout = layOutFigure(lenet5, width, 1);
    for (const name of layerNames) {
      const { tiling } = placed(layout, name);
      const side = layerNamed(lenet5, name).width;
      tiling.lefts.forEach((left, map) => {
        tiling.lefts.slice(0, map).forEach((other, before) => {
          const apartX = Math.abs(left - other);
          const apartY = Math.abs((tiling.tops[map] as number) - (tiling.tops[before] as number));
          if (Math.max(apartX, apartY) < side) expect.fail(`${width} px: ${name} ${before} and ${map}`);
        });
      });
    }
  }
});

test('a pyramid has two lines, which touch both ends and leave both on one side', () => {
  const base = { left: 0, top: 0, right: 40, bottom: 40 };
  const tip = { left: 100, top: 18, right: 104, bottom: 22 };
  expect(tangents([base], [tip])).toBe('M40 0L104 18M104 22L40 40');
});
