import { expect, test } from 'vitest';
import type { Drawing } from '../digits/drawing/drawing.ts';
import { createDrawingStore } from '../features/draw/drawing-store.ts';
import { storedDrawing } from './stored-drawing.ts';

const dotAt = (x: number): Drawing => ({
  strokes: [{ width: 208, points: [{ x, y: 100, pressure: 128 }] }],
  picture: null,
});

test.each([
  ['at once', () => undefined],
  ['after something else was drawn', (load: (drawing: Drawing) => void) => load(dotAt(3))],
] as const)('undoing the deletion of the drawing %s brings back that drawing', async (_when, meanwhile) => {
  const drawing = createDrawingStore();
  drawing.getState().load(dotAt(1));
  drawing.getState().load(dotAt(2));
  const removed = await storedDrawing({ storage: null, drawing }).remove(null);
  expect(drawing.getState().drawing.strokes).toEqual([]);
  meanwhile(drawing.getState().load);
  if (!removed.ok) throw new Error(removed.reason);
  expect(await removed.undo?.()).toEqual({ ok: true });
  expect(drawing.getState().drawing).toEqual(dotAt(2));
  // What was drawn meanwhile is a step back.
  drawing.getState().undo();
  expect(drawing.getState().drawing.strokes).toHaveLength(_when === 'at once' ? 0 : 1);
});

test('an empty paper that is deleted and undone stays empty, whatever was drawn on it before', async () => {
  const drawing = createDrawingStore();
  drawing.getState().load(dotAt(1));
  drawing.getState().clear();
  const removed = await storedDrawing({ storage: null, drawing }).remove(null);
  if (removed.ok) await removed.undo?.();
  expect(drawing.getState().drawing.strokes).toEqual([]);
});
