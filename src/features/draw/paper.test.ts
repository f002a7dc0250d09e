import { expect, test } from 'vitest';
import { type Drawing, emptyDrawing, paperSize, widePaper } from '../../digits/drawing/drawing.ts';
import { createDrawingStore } from './drawing-store.ts';
import { onWidePaper, paperFor } from './paper.ts';

const at = (x: number, y: number) => ({ x, y, pressure: 128 });
const tall: Drawing = { strokes: [{ width: 200, points: [at(1800, 300), at(2200, 3700)] }], picture: null };
const tolerance = 6;

/** 50 x 50 pixels with a block of ink from one row to another. */
function pictureOf(top: number, bottom: number) {
  const ink = new Uint8Array(2500);
  for (let row = top; row < bottom; row++) ink.fill(255, row * 50 + 20, row * 50 + 25);
  return { side: 50, ink };
}

test('a drawing that the wide paper cannot show whole is on the square one', () => {
  expect(paperFor(emptyDrawing, 'number')).toBe('number');
  expect(paperFor(tall, 'number')).toBe('digit');
  expect(paperFor({ strokes: [], picture: pictureOf(20, 30) }, 'number')).toBe('number');
  expect(paperFor({ strokes: [], picture: pictureOf(10, 30) }, 'number')).toBe('digit');
});

test('a digit of the square paper becomes smaller, of the same shape, and has room on the wide one', () => {
  const [line] = onWidePaper(tall).strokes;
  const [from, to] = [line?.points[0], line?.points[1]];
  if (!from || !to) throw new Error('no line');
  expect(paperFor(onWidePaper(tall), 'number')).toBe('number');
  expect((to.y - from.y) / (to.x - from.x)).toBeCloseTo(3400 / 400, 0);
  expect(Math.abs(to.y - from.y - 0.8 * (widePaper.bottom - widePaper.top))).toBeLessThanOrEqual(1);
  const wide = onWidePaper({
    strokes: [{ width: 200, points: [at(0, 0), at(paperSize, 90)] }],
    picture: null,
  });
  expect(wide.strokes[0]?.points[1]?.x).toBeLessThanOrEqual(paperSize);
});

test('a picture becomes smaller, of the same shape, in the middle of the wide paper', () => {
  const { picture } = onWidePaper({ strokes: [], picture: pictureOf(5, 45) });
  if (!picture) throw new Error('no picture');
  expect(paperFor({ strokes: [], picture }, 'number')).toBe('number');
  const inked = [...picture.ink].flatMap((value, at) => (value > 0 ? [at] : []));
  const [xs, ys] = [inked.map((at) => at % picture.side), inked.map((at) => Math.floor(at / picture.side))];
  const extent = (values: readonly number[]) => Math.max(...values) - Math.min(...values) + 1;
  expect(extent(ys) / extent(xs)).toBeCloseTo(40 / 5, 0);
  expect(Math.abs((Math.max(...ys) + Math.min(...ys)) / 2 - picture.side / 2)).toBeLessThanOrEqual(1);
  expect(extent(ys) / picture.side).toBeCloseTo(0.8 * 0.4, 1);
});

test('choosing the wide paper is one step where the drawing must change, and undo brings back the square one', () => {
  const store = createDrawingStore(tall);
  store.getState().choosePaper('number');
  expect(store.getState()).toMatchObject({ paper: 'number', canUndo: true });
  store.getState().undo();
  expect(store.getState()).toMatchObject({ paper: 'digit', drawing: tall });
  store.getState().clear();
  expect(store.getState().paper).toBe('number');
  store.getState().choosePaper('digit');
  store.getState().undo();
  expect(store.getState()).toMatchObject({ paper: 'digit', drawing: tall });
});

test('a line that leaves the wide paper is cut at its edge, and its pen is finer', () => {
  const store = createDrawingStore(emptyDrawing, 'number');
  const { begin, extend, end } = store.getState();
  begin(at(1000, 2000), tolerance, 'pen', widePaper);
  extend([at(1000, 4000)]);
  end();
  const { drawing, paper, brushWidth } = store.getState();
  expect(paper).toBe('number');
  expect(drawing.strokes[0]?.points.at(-1)?.y).toBe(Math.round(widePaper.bottom));
  expect(drawing.strokes[0]?.width).toBe(Math.round(widePaper.scale * brushWidth));
});
