import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Drawing } from './drawing.ts';
import { historyDepth, noHistory, redo, remember, undo } from './history.ts';

const drawingOf = (id: number): Drawing => ({
  strokes: [{ width: 200, points: [{ x: id, y: id, pressure: 128 }] }],
  picture: null,
});

test('undo and redo walk the same path as a list with a position', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('draw', 'undo', 'redo'), { maxLength: 60 }), (moves) => {
      let history = noHistory;
      let now = drawingOf(0);
      let path = [now];
      let position = 0;
      moves.forEach((move, index) => {
        if (move === 'draw') {
          history = remember(history, now);
          now = drawingOf(index + 1);
          path = [...path.slice(0, position + 1), now];
          position++;
        } else {
          const step = (move === 'undo' ? undo : redo)(history, now);
          const expected = path[position + (move === 'undo' ? -1 : 1)];
          expect(step?.drawing).toBe(expected);
          if (!step) return;
          ({ history, drawing: now } = step);
          position += move === 'undo' ? -1 : 1;
        }
      });
      expect(now).toBe(path[position]);
    }),
  );
});

test(`no more than ${historyDepth} steps are held`, () => {
  let history = noHistory;
  for (let id = 0; id < 3 * historyDepth; id++) history = remember(history, drawingOf(id));
  expect(history.past).toHaveLength(historyDepth);
  expect(undo(history, drawingOf(0))?.drawing).toEqual(drawingOf(3 * historyDepth - 1));
});
