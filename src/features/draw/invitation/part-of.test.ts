import { expect, test } from 'vitest';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import { partOf } from './part-of.ts';

const at = (x: number, y: number) => ({ x, y, pressure: 128 });
const drawing: Drawing = {
  strokes: [
    { width: 180, points: [at(0, 0), at(100, 0), at(200, 0)] },
    { width: 180, points: [at(0, 500), at(0, 700)] },
  ],
  picture: null,
};

test('a part ends where the pen is, between two points as well', () => {
  expect(partOf(drawing, 0).strokes).toEqual([]);
  expect(partOf(drawing, 3 / 8).strokes).toEqual([
    { width: 180, points: [at(0, 0), at(100, 0), at(150, 0)] },
  ]);
  expect(partOf(drawing, 3 / 4).strokes[1]?.points).toEqual([at(0, 500), at(0, 600)]);
});

test('the whole of it is the drawing', () => {
  expect(partOf(drawing, 1)).toEqual(drawing);
});
