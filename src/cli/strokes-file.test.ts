import { expect, test } from 'vitest';
import { paperSize } from '../digits/drawing.ts';
import { drawingOf, parseStrokes } from './strokes-file.ts';

const one = {
  label: 1,
  writer: 'w',
  strokes: [
    [
      [400, 0],
      [300, 1000],
    ],
    [[350, 500]],
  ],
};

test('a digit lies in the middle of the paper, its longer side 60 % of the paper within half a unit', () => {
  const [digit] = parseStrokes(JSON.stringify([one]));
  if (!digit) throw new Error('no digit');
  const [line, dot] = drawingOf(digit).strokes;
  const [top, bottom] = line?.points ?? [];
  expect(Math.abs((bottom?.y ?? 0) - (top?.y ?? 0) - 0.6 * paperSize)).toBeLessThanOrEqual(1);
  expect(Math.abs((top?.x ?? 0) + (bottom?.x ?? 0) - paperSize)).toBeLessThanOrEqual(1);
  expect(dot?.points).toEqual([{ x: paperSize / 2, y: paperSize / 2, pressure: 128 }]);
});

test.each<[string, unknown, string]>([
  ['no array', {}, 'strokes: expected an array of digits, got an object with no keys'],
  ['a label that is no digit', [one, { ...one, label: 12 }], 'strokes, digit 1, label: expected <=9, got 12'],
  [
    'a point of one number',
    [{ ...one, strokes: [[[1]]] }],
    'strokes, digit 0, strokes.0.0.1: expected number',
  ],
])('%s is refused', (_name, json, message) => {
  expect(() => parseStrokes(JSON.stringify(json))).toThrow(message);
});
