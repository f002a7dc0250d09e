import { expect, test } from 'vitest';
import { paperSize } from '../digits/drawing/drawing.ts';
import { drawingOf, isFragment, numberDrawingOf, parseNumbers, parseStrokes } from './strokes-file.ts';

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

test.each<[string, boolean, number, readonly (readonly (readonly [number, number])[])[]]>([
  ['a dot', true, 1, [[[5, 5]]]],
  [
    'a straight line that is a 4',
    true,
    4,
    [
      [
        [0, 0],
        [4, 500],
        [0, 1000],
      ],
    ],
  ],
  [
    'a straight line that is a 1',
    false,
    1,
    [
      [
        [0, 0],
        [4, 500],
        [0, 1000],
      ],
    ],
  ],
  [
    'a bent line',
    false,
    7,
    [
      [
        [0, 0],
        [500, 0],
        [300, 1000],
      ],
    ],
  ],
  [
    'a ring',
    false,
    0,
    [
      [
        [0, 0],
        [500, 500],
        [0, 1000],
        [-500, 500],
        [0, 0],
      ],
    ],
  ],
  [
    'two lines',
    false,
    4,
    [
      [
        [0, 0],
        [0, 600],
      ],
      [
        [-300, 500],
        [300, 500],
      ],
    ],
  ],
])('%s is a fragment of a digit: %s', (_name, fragment, label, strokes) => {
  expect(isFragment({ label, writer: 'w', strokes })).toBe(fragment);
});

test.each<[string, unknown, string]>([
  ['no array', {}, 'strokes: expected an array of digits, got an object with no keys'],
  [
    'a label that is no digit',
    [one, { ...one, label: 12 }],
    'strokes, digit 1, label: expected at most 9, got 12',
  ],
  [
    'a point of one number',
    [{ ...one, strokes: [[[1]]] }],
    'strokes, digit 0, strokes.0.0.1: expected a number',
  ],
])('%s is refused', (_name, json, message) => {
  expect(() => parseStrokes(JSON.stringify(json))).toThrow(message);
});

test('a number lies across the middle of the paper, 90 % wide or a quarter high', () => {
  const strokes = [
    [
      [0, 0],
      [4000, 1000],
    ],
  ];
  const extent = (text: string) => {
    const [number] = parseNumbers(text);
    const [first, last] = number ? (numberDrawingOf(number).strokes[0]?.points ?? []) : [];
    return { width: (last?.x ?? 0) - (first?.x ?? 0), height: (last?.y ?? 0) - (first?.y ?? 0) };
  };
  const wide = extent(JSON.stringify([{ text: '2026', writer: 'w', strokes }]));
  expect(Math.abs(wide.width - 0.9 * paperSize)).toBeLessThanOrEqual(1);
  const high = extent(
    JSON.stringify([
      {
        text: '1',
        writer: 'w',
        strokes: [
          [
            [0, 0],
            [100, 1000],
          ],
        ],
      },
    ]),
  );
  expect(Math.abs(high.height - 0.25 * paperSize)).toBeLessThanOrEqual(1);
});

test('a file of digits is no file of numbers', () => {
  expect(() => parseNumbers(JSON.stringify([one]))).toThrow(/number 0/);
});
