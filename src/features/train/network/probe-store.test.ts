import { expect, test } from 'vitest';
import { emptyDrawing } from '../../../digits/drawing/drawing.ts';
import { normalise } from '../../../digits/raster/normalise.ts';
import { samples } from '../../../digits/samples.ts';
import type { DrawingModel } from '../../../ui/draw-pad/model.ts';
import { createProbeStore } from './probe-store.ts';

/** A paper whose drawing the test changes. */
function paper() {
  let state = { drawing: emptyDrawing, revision: 0 } as DrawingModel;
  const listeners = new Set<(now: DrawingModel, before: DrawingModel) => void>();
  return {
    getState: () => state,
    subscribe(listener: (now: DrawingModel, before: DrawingModel) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    show(drawing: DrawingModel['drawing']) {
      const before = state;
      state = { ...state, drawing, revision: before.revision + 1 };
      for (const listener of listeners) listener(state, before);
    },
  };
}

const drawn = samples.find(({ name }) => name === '3');
if (!drawn) throw new Error('samples: expected a plain 3');
const three = drawn.drawing;

test('there is a probe from the start, so that the network shows something', () => {
  const probe = createProbeStore(paper()).getState();
  expect(probe.digit).toHaveLength(784);
  expect(probe.what).toBe('Sample: 7 with a bar');
});

test('drawings are followed while they are chosen, and only then', () => {
  const drawing = paper();
  const probe = createProbeStore(drawing);
  const { digit } = probe.getState();
  drawing.show(three);
  expect(probe.getState().digit).toBe(digit);
  probe.getState().setKind('drawing');
  expect(probe.getState().digit).toEqual(normalise(three)?.digit);
  drawing.show(emptyDrawing);
  expect(probe.getState().digit).toEqual(normalise(three)?.digit);
});
