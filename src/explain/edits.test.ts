import { expect, test } from 'vitest';
import { type Drawing, paperSize } from '../digits/drawing/drawing.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { rasterise } from '../digits/raster/rasterise.ts';
import { kindOf } from './change-kinds.ts';
import { type Edit, edited, type Sheet, sheetOf } from './edits.ts';

/** A straight line 3,000 long and an eraser that goes 600 along its middle, on either kind of ink. */
const width = 200;
const [x, top, bottom] = [2048, 500, 3500];
const strokes: Drawing = {
  picture: null,
  strokes: [{ width, points: [top, bottom].map((y) => ({ x, y, pressure: 128 })) }],
};
const side = 256;
const line = Float64Array.of(x, top, x, bottom).map((units) => (units * side) / paperSize);
const picture: Drawing = {
  strokes: [],
  picture: { side, ink: rasterise([line], (width * side) / paperSize, side, side) },
};
const along: Edit = { erases: true, from: { x, y: 1700 }, to: { x, y: 2300 }, bend: 0 };

function sheet(drawing: Drawing): Sheet {
  const normalisation = normalise(drawing);
  if (!normalisation) throw new Error('expected ink');
  return sheetOf(drawing, normalisation, 99);
}

test('a cut in strokes is as long as the middle line that is gone', () => {
  const paper = sheet(strokes);
  const made = edited(paper, along);
  // The eraser takes the line where its own round ends and those of what is left would meet.
  expect((made?.length ?? 0) * paper.size).toBeCloseTo(600 + 2 * (paper.eraserRadius + width / 2), 6);
  expect(made && kindOf(paper, along, made)).toBe('cut the line');
});

test('a piece of a picture is as long as its area over the width of its line, within 8 %', () => {
  const paper = sheet(picture);
  expect(paper.lineWidth / width).toBeGreaterThan(0.92);
  expect(paper.lineWidth / width).toBeLessThan(1.08);
  const made = edited(paper, along);
  const radius = paper.eraserRadius;
  let area = 600 * width;
  for (let y = -width / 2 + 0.5; y < width / 2; y++) area += 2 * Math.sqrt(radius ** 2 - y ** 2);
  expect(((made?.length ?? 0) * paper.size) / (area / width)).toBeGreaterThan(0.92);
  expect(((made?.length ?? 0) * paper.size) / (area / width)).toBeLessThan(1.08);
  expect(made && kindOf(paper, along, made)).toBe('rub out a piece');
});

test('an eraser beside the ink changes nothing', () => {
  const beside = { ...along, from: { x: 1000, y: 1700 }, to: { x: 1000, y: 2300 } };
  for (const drawing of [strokes, picture]) expect(edited(sheet(drawing), beside)).toBeNull();
});

test('a line is named by where it starts and ends', () => {
  const named = (fromX: number, fromY: number, toX: number, toY: number, drawing = strokes) => {
    const paper = sheet(drawing);
    const edit = { erases: false, from: { x: fromX, y: fromY }, to: { x: toX, y: toY }, bend: 0 };
    const made = edited(paper, edit);
    return made && kindOf(paper, edit, made);
  };
  expect(named(x, bottom, x + 50, bottom + 400)).toBe('lengthen an end');
  expect(named(x + 50, top - 400, x, top)).toBe('lengthen an end');
  expect(named(x, bottom, x + 400, bottom)).toBe('draw a branch');
  expect(named(x, 2000, x + 400, 2000)).toBe('draw a branch');
  expect(named(x, 2000, x + 400, 2000, picture)).toBe('draw a branch');
  expect(named(x + 300, 2000, x + 700, 2000)).toBe('add a line');
  expect(named(x + 300, 2000, x + 700, 2000, picture)).toBe('add a line');
  const [first] = strokes.strokes as unknown as [(typeof strokes.strokes)[number]];
  const rail = { ...first, points: first.points.map((point) => ({ ...point, x: x + 800 })) };
  const rails = { picture: null, strokes: [first, rail] };
  expect(named(x, bottom, x + 800, bottom, rails)).toBe('close a gap');
});

test('rubbing out an end shortens it, rubbing out all of a line takes a piece', () => {
  const paper = sheet(strokes);
  const kind = (from: number, to: number) => {
    const edit = { ...along, from: { x, y: from }, to: { x, y: to } };
    const made = edited(paper, edit);
    return made && kindOf(paper, edit, made);
  };
  expect(kind(top - 100, top + 50)).toBe('shorten an end');
  expect(kind(top, bottom)).toBe('rub out a piece');
});

test('a bent line is as long as its bow, and a line never leaves the paper', () => {
  const paper = sheet(strokes);
  const bow = { erases: false, from: { x: 1000, y: 1000 }, to: { x: 2000, y: 1000 }, bend: 300 };
  const length = (edited(paper, bow)?.length ?? 0) * paper.size;
  // A parabola of that height over a chord of 1,000: its arc, less what seven points cut off.
  const arc = Array.from({ length: 1000 }, (_, at) => Math.hypot(1, 1.2 * (1 - (2 * at + 1) / 1000)));
  const exact = arc.reduce((sum, one) => sum + one, 0);
  expect(length / exact).toBeGreaterThan(0.985);
  expect(length / exact).toBeLessThan(1);
  const off = edited(paper, { ...bow, from: { x: -500, y: 100 }, to: { x: 300, y: 5000 } });
  for (const point of off?.stroke?.points ?? []) {
    expect(Math.min(point.x, point.y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(point.x, point.y)).toBeLessThanOrEqual(paperSize);
  }
});
