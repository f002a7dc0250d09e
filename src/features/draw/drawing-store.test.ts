import { expect, test } from 'vitest';
import { type Drawing, emptyDrawing, type Stroke } from '../../digits/drawing/drawing.ts';
import { createDrawingStore } from './drawing-store.ts';

const at = (x: number, y: number) => ({ x, y, pressure: 128 });
const tolerance = 6;

function storeWithLine() {
  const store = createDrawingStore();
  const { begin, extend, end } = store.getState();
  begin(at(1000, 1000), tolerance);
  extend([at(1000, 2000)]);
  extend([at(1000, 3000)]);
  end();
  return store;
}

test('each change of the drawing counts once, and nothing else counts', () => {
  const store = createDrawingStore();
  const revision = () => store.getState().revision;
  store.getState().begin(at(1000, 1000), tolerance);
  expect(revision()).toBe(1);
  store.getState().extend([at(1100, 1000), at(1200, 1500)]);
  expect(revision()).toBe(2);
  store.getState().extend([at(1200, 1500)]);
  store.getState().extend([]);
  store.getState().end();
  store.getState().setTool('eraser');
  store.getState().setBrushWidth(300);
  expect(revision()).toBe(2);
  store.getState().undo();
  expect(revision()).toBe(3);
  store.getState().undo();
  expect(revision()).toBe(3);
});

test('a line is one step: undo takes it away whole, redo brings it back as it was', () => {
  const store = storeWithLine();
  const { drawing } = store.getState();
  expect(drawing.strokes).toHaveLength(1);
  expect(store.getState().canUndo).toBe(true);
  store.getState().undo();
  expect(store.getState().drawing).toEqual(emptyDrawing);
  expect(store.getState().canRedo).toBe(true);
  store.getState().redo();
  expect(store.getState().drawing).toBe(drawing);
});

test('erasing is one step, and one that met no ink is none', () => {
  const store = storeWithLine();
  const { drawing } = store.getState();
  store.getState().setTool('eraser');
  store.getState().begin(at(3000, 3000), tolerance);
  store.getState().extend([at(3500, 3500)]);
  store.getState().end();
  expect(store.getState().drawing).toBe(drawing);
  store.getState().begin(at(500, 2000), tolerance);
  store.getState().extend([at(900, 2000)]);
  store.getState().extend([at(1500, 2000)]);
  store.getState().end();
  expect(store.getState().drawing.strokes).toHaveLength(2);
  store.getState().undo();
  expect(store.getState().drawing).toBe(drawing);
});

test('cancel takes back the line in progress and leaves no step behind', () => {
  const store = storeWithLine();
  const { drawing } = store.getState();
  store.getState().begin(at(10, 10), tolerance);
  store.getState().extend([at(500, 500)]);
  expect(store.getState().gesture).toBe('pen');
  store.getState().cancel();
  expect(store.getState().drawing).toBe(drawing);
  expect(store.getState().gesture).toBeNull();
  store.getState().undo();
  expect(store.getState().drawing).toEqual(emptyDrawing);
});

test('clear and load can be undone, also in the middle of a line; clearing nothing is no step', () => {
  const store = createDrawingStore();
  store.getState().clear();
  expect(store.getState()).toMatchObject({ canUndo: false, revision: 0 });
  store.getState().begin(at(1000, 1000), tolerance);
  store.getState().clear();
  expect(store.getState().drawing).toEqual(emptyDrawing);
  store.getState().undo();
  expect(store.getState().drawing.strokes).toHaveLength(1);
  const loaded: Stroke = { width: 208, points: [at(1, 1)] };
  store.getState().load({ strokes: [loaded], picture: null });
  expect(store.getState().drawing.strokes).toEqual([loaded]);
  store.getState().undo();
  expect(store.getState().drawing.strokes[0]?.points).toEqual([at(1000, 1000)]);
});

test('points that come while no pen touches the paper are ignored', () => {
  const store = createDrawingStore();
  store.getState().extend([at(1, 1)]);
  store.getState().end();
  store.getState().cancel();
  expect(store.getState()).toMatchObject({ drawing: emptyDrawing, revision: 0, canUndo: false });
});

test('strokes that are finished keep their identity while another is drawn', () => {
  const store = storeWithLine();
  const [first] = store.getState().drawing.strokes;
  store.getState().begin(at(3000, 1000), tolerance);
  store.getState().extend([at(3000, 3000)]);
  expect(store.getState().drawing.strokes[0]).toBe(first);
});

const example = { strokes: [{ width: 180, points: [at(500, 500), at(900, 900)] }], picture: null };

test('an example makes way for the first line, which is whole and alone on the paper', () => {
  const store = createDrawingStore();
  const { showExample, begin, extend, end, undo } = store.getState();
  expect(showExample(example, 'growing')).toBe(true);
  expect(showExample(example, 'whole')).toBe(true);
  expect(store.getState()).toMatchObject({ drawing: example, example: 'whole', canUndo: false, revision: 2 });
  begin(at(1000, 1000), tolerance);
  extend([at(1000, 2000)]);
  end();
  const { drawing } = store.getState();
  expect(drawing.strokes.map(({ points }) => points[0])).toEqual([at(1000, 1000)]);
  undo();
  expect(store.getState()).toMatchObject({ drawing: emptyDrawing, example: null });
});

test('an example is cleared without a step, and an opened drawing takes its place', () => {
  const store = createDrawingStore();
  const { showExample, clear, load } = store.getState();
  showExample(example, 'whole');
  clear();
  expect(store.getState()).toMatchObject({ drawing: emptyDrawing, example: null, canUndo: false });
  showExample(example, 'whole');
  load({ ...example });
  expect(store.getState()).toMatchObject({ example: null, canUndo: true });
});

test('no example comes over what the person does', () => {
  const drawn = storeWithLine();
  expect(drawn.getState().showExample(example, 'whole')).toBe(false);
  const drawing = createDrawingStore();
  drawing.getState().begin(at(1000, 1000), tolerance);
  expect(drawing.getState().showExample(example, 'growing')).toBe(false);
  expect(drawing.getState().example).toBeNull();
});

test('a digit that is only looked at leaves the steps of its number as they were', () => {
  const store = createDrawingStore(emptyDrawing, 'number');
  const [one, two] = [lineAt(1500), lineAt(2500)];
  store.getState().load(one);
  store.getState().load(two);
  store.getState().undo();
  store.getState().takeDigit(two);
  expect(store.getState()).toMatchObject({ number: one, canUndo: false, canRedo: false });
  store.getState().clear();
  store.getState().undo();
  store.getState().bringNumber();
  expect(store.getState()).toMatchObject({ drawing: one, number: null, canUndo: true, canRedo: true });
  store.getState().redo();
  expect(store.getState().drawing).toBe(two);
});

test('where the wide paper is empty, the digit of another page stays', () => {
  const store = createDrawingStore(emptyDrawing, 'number');
  store.getState().takeDigit(emptyDrawing);
  store.getState().load(lineAt(2000));
  store.getState().bringNumber();
  expect(store.getState().drawing).toEqual(lineAt(2000));
  store.getState().undo();
  expect(store.getState().drawing).toEqual(emptyDrawing);
});

/** Low enough for the wide paper. */
function lineAt(x: number): Drawing {
  const points = [1800, 2200].map((y) => ({ x, y, pressure: 128 }));
  return { strokes: [{ width: 80, points }], picture: null };
}
