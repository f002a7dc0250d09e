import { expect, test } from 'vitest';
import { paperSize } from '../drawing/drawing.ts';
import { rasterise } from '../raster/rasterise.ts';
import { pictureOf, picturePieces } from './picture-pieces.ts';

const side = 256;

/** Polylines in pixels, x and y in turn, drawn 6 pixels broad. */
function pictureWith(...lines: readonly (readonly number[])[]) {
  const polylines = lines.map((line) => Float64Array.from(line));
  return { strokes: [], picture: { side, ink: rasterise(polylines, 6, side, side) } };
}

const round = (x: number, y: number, radius: number) =>
  Array.from({ length: 41 }, (_, at) => [
    x + radius * Math.cos((at * Math.PI) / 20),
    y + radius * Math.sin((at * Math.PI) / 20),
  ]).flat();

test('components are pieces from left to right, with the bounds of the middle of their lines', () => {
  const found = picturePieces(pictureWith([150, 100, 150, 150], [60, 100, 60, 150]));
  const unit = paperSize / side;
  expect(found?.pieces.map(({ bounds }) => Math.round(bounds.left / unit / 10) * 10)).toEqual([60, 150]);
  const [first] = found?.pieces ?? [];
  for (const [value, expected] of [
    [first?.bounds.left, 60],
    [first?.bounds.right, 60],
    [first?.bounds.top, 100],
    [first?.bounds.bottom, 150],
  ] as const)
    expect(Math.abs((value ?? 0) / unit - expected)).toBeLessThan(1);
  expect(Math.abs((found?.lineHeight ?? 0) / unit - 50)).toBeLessThan(1);
});

test('two bowls that touch, and two uprights that join at their feet, have a cut where they do', () => {
  const bowls = picturePieces(pictureWith(round(80, 128, 25), round(134, 128, 25)));
  const feet = picturePieces(pictureWith([70, 100, 70, 150, 130, 150, 130, 100]));
  for (const found of [bowls, feet]) {
    const cuts = found?.pieces.slice(1).map(({ from }) => from) ?? [];
    expect(new Set(found?.pieces.map(({ source }) => source)).size).toBe(1);
    expect(cuts.some((cut) => cut > 90 && cut < 118)).toBe(true);
  }
});

test('one narrow component is not cut, and the pieces together are the ink', () => {
  const drawing = pictureWith([100, 100, 120, 125, 100, 150], round(160, 128, 25), round(214, 128, 25));
  const found = picturePieces(drawing);
  const { ink } = pictureOf(found?.pieces ?? [], side);
  expect(found?.pieces.filter(({ source }) => source === found.pieces[0]?.source)).toHaveLength(1);
  expect([...ink].map((value) => value > 0)).toEqual([...drawing.picture.ink].map((value) => value >= 128));
});

test('an erased picture has no pieces, and neither has a drawing without one', () => {
  expect(picturePieces({ strokes: [], picture: { side, ink: new Uint8Array(side * side) } })).toBeNull();
  expect(picturePieces({ strokes: [], picture: null })).toBeNull();
});
