import { expect, test } from 'vitest';
import { type Drawing, emptyDrawing, type InkPoint, paperSize } from '../drawing/drawing.ts';
import { rasterise } from '../raster/rasterise.ts';
import { lineRaster, widestLine } from './line-raster.ts';

const at = (x: number, y: number): InkPoint => ({ x, y, pressure: 128 });
const upright = (x: number, height: number) => ({ width: 80, points: [at(x, 1600), at(x, 1600 + height)] });
const drawingOf = (...strokes: Drawing['strokes']): Drawing => ({ strokes, picture: null });

function inkedRows({ width, ink }: { readonly width: number; readonly ink: Uint8Array }): number[] {
  return Array.from({ length: 32 }, (_, row) => row).filter((row) =>
    ink.subarray(row * width, (row + 1) * width).some((value) => value >= 128),
  );
}

test.each([200, 500, 1400])(
  'a line of digits %i units high becomes 20 pixels high, in the middle',
  (height) => {
    const raster = lineRaster(drawingOf(upright(500, height), upright(500 + 1.5 * height, height)));
    if (!raster) throw new Error('no line');
    const rows = inkedRows(raster);
    expect(rows).toHaveLength(20);
    expect(Math.abs((rows[0] ?? 0) - 6)).toBeLessThanOrEqual(1);
    // 1.5 heights of 17.55 pixels between the middles of the lines, and half a window on either side.
    expect(raster.width).toBe(4 * Math.ceil((1.5 * 17.55 + 32) / 4));
  },
);

test('a picture of the same lines gives the same raster, but for 8 % of its ink', () => {
  const strokes = [upright(1000, 640), upright(1704, 640), upright(2200, 640)];
  const side = 512;
  const lines = strokes.map(({ points }) =>
    Float64Array.from(points.flatMap(({ x, y }) => [x, y]).map((value) => (value * side) / paperSize)),
  );
  const picture = { side, ink: rasterise(lines, 10, side, side) };
  const drawn = lineRaster(drawingOf(...strokes));
  const seen = lineRaster({ strokes: [], picture });
  if (!drawn || !seen) throw new Error('no line');
  expect(seen.width).toBe(drawn.width);
  const sum = (values: Uint8Array) => values.reduce((total, value) => total + value, 0);
  const change = sum(drawn.ink.map((value, place) => Math.abs(value - (seen.ink[place] ?? 0))));
  expect(change / sum(drawn.ink)).toBeLessThan(0.08);
});

test('tiny digits far apart, a dot and a dash keep within the widest line, and no ink has none', () => {
  const far = lineRaster(drawingOf(upright(0, 60), upright(4000, 60)));
  expect(far?.width).toBeLessThanOrEqual(widestLine);
  expect(inkedRows(far ?? { width: 0, ink: new Uint8Array() }).length).toBeGreaterThan(0);
  for (const points of [[at(2000, 2000)], [at(100, 2000), at(4000, 2000)]]) {
    const raster = lineRaster(drawingOf({ width: 80, points }));
    expect(raster?.width).toBeLessThanOrEqual(widestLine);
    expect(raster?.ink.some((value) => value > 0)).toBe(true);
  }
  expect(lineRaster(emptyDrawing)).toBeNull();
});
