import { expect, test } from 'vitest';
import { paperSize, widePaper } from './drawing/drawing.ts';
import { numberSamples } from './number-samples.ts';

test('number samples lie whole on the wide paper, in whole units, their digits apart', () => {
  for (const { name, drawing } of numberSamples) {
    for (const { x, y } of drawing.strokes.flatMap(({ points }) => points)) {
      expect([Number.isInteger(x), Number.isInteger(y)], name).toEqual([true, true]);
      expect(x >= 0 && x <= paperSize && y >= widePaper.top && y <= widePaper.bottom, name).toBe(true);
    }
  }
});
