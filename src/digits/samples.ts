import { t } from '../language/language.ts';
import { type Drawing, type InkPoint, paperSize } from './drawing/drawing.ts';
import { alongWay, type Place, placesOf } from './drawing/ways.ts';

/** A digit of our own hand, to click instead of drawing and to test with. */
export interface Sample {
  /** Unique among the samples, in the page's language: "7 with a bar". */
  readonly name: string;
  readonly digit: number;
  readonly drawing: Drawing;
}

/** Of the brush, in paper units. */
const brush = 180;

/** Paper units to one unit of the ways below: a digit is 70 % of the paper high, in its middle. */
const unit = (0.7 * paperSize) / 100;

/** Pen points between two points of a way. */
const stepsPerPart = 5;

/**
 * The strokes of the samples as the pen's way, x and y in turn, y down, the digit about 100 high. A
 * point given twice is a corner; between corners the line is smooth.
 */
const ways: readonly (readonly [name: string | (() => string), digit: number, ...strokes: number[][]])[] = [
  [
    '0',
    0,
    [58, 4, 40, 6, 26, 22, 17, 48, 20, 76, 34, 95, 54, 95, 72, 78, 80, 52, 77, 24, 66, 8, 52, 4, 40, 9],
  ],
  [
    () => t`slashed 0`,
    0,
    [50, 4, 35, 9, 25, 28, 22, 56, 28, 84, 45, 97, 62, 89, 72, 64, 74, 36, 66, 13, 52, 4, 44, 6],
    [77, 7, 64, 28, 46, 58, 24, 94],
  ],
  ['1', 1, [60, 2, 55, 28, 48, 62, 41, 98]],
  [() => t`1 with an upstroke`, 1, [40, 24, 48, 15, 57, 3, 57, 3, 55, 34, 52, 68, 50, 98]],
  [
    () => t`1 with a foot`,
    1,
    [36, 20, 45, 13, 53, 3, 53, 3, 53, 34, 52, 66, 52, 96],
    [33, 97, 48, 96, 60, 97, 73, 95],
  ],
  [
    '2',
    2,
    [25, 23, 33, 8, 49, 2, 65, 7, 69, 23, 61, 42, 45, 61, 29, 79, 15, 94, 15, 94, 34, 91, 56, 94, 82, 92],
  ],
  [
    () => t`2 with a loop`,
    2,
    [
      20, 25, 25, 11, 41, 2, 58, 5, 67, 18, 64, 36, 52, 58, 38, 78, 25, 91, 15, 92, 13, 84, 22, 79, 38, 84,
      54, 93, 70, 94, 84, 86,
    ],
  ],
  [
    '3',
    3,
    [
      23, 14, 35, 4, 53, 2, 67, 11, 66, 27, 53, 39, 38, 45, 38, 45, 58, 46, 73, 59, 72, 78, 58, 93, 38, 98,
      18, 90,
    ],
  ],
  [
    () => t`3 with a flat top`,
    3,
    [23, 8, 44, 6, 67, 4, 67, 4, 54, 22, 42, 40, 42, 40, 59, 43, 70, 57, 68, 78, 54, 93, 35, 97, 18, 89],
  ],
  [
    () => t`open 4`,
    4,
    [33, 5, 29, 22, 22, 42, 17, 57, 17, 57, 36, 59, 58, 58, 82, 54],
    [63, 24, 61, 46, 59, 72, 55, 98],
  ],
  [
    () => t`closed 4`,
    4,
    [60, 3, 47, 20, 30, 44, 14, 64, 14, 64, 36, 64, 60, 63, 84, 60],
    [60, 3, 60, 34, 58, 66, 56, 98],
  ],
  [
    '5',
    5,
    [34, 7, 31, 24, 28, 43, 28, 43, 42, 37, 58, 41, 68, 56, 66, 76, 54, 91, 37, 97, 19, 90],
    [34, 7, 52, 6, 71, 3],
  ],
  [
    () => t`5 in one stroke`,
    5,
    [80, 4, 63, 7, 46, 8, 46, 8, 39, 27, 30, 45, 30, 45, 47, 42, 61, 50, 63, 66, 54, 84, 37, 95, 15, 95],
  ],
  ['6', 6, [63, 3, 48, 16, 33, 39, 24, 65, 27, 86, 41, 97, 57, 93, 67, 79, 64, 63, 51, 56, 37, 62, 27, 77]],
  [
    () => t`curled 6`,
    6,
    [74, 12, 64, 4, 48, 7, 34, 22, 24, 46, 22, 72, 32, 92, 50, 98, 68, 88, 73, 71, 62, 57, 44, 58, 29, 74],
  ],
  ['7', 7, [17, 15, 28, 10, 50, 9, 77, 6, 77, 6, 64, 28, 52, 58, 44, 98]],
  [
    () => t`7 with a bar`,
    7,
    [21, 18, 24, 8, 46, 9, 74, 6, 74, 6, 61, 34, 49, 66, 41, 98],
    [32, 55, 48, 52, 67, 48],
  ],
  [
    '8',
    8,
    [
      66, 17, 58, 5, 42, 3, 31, 13, 34, 30, 50, 43, 64, 58, 69, 76, 59, 93, 41, 98, 26, 88, 25, 71, 39, 55,
      57, 40, 68, 24, 72, 8,
    ],
  ],
  [
    () => t`8 of two rings`,
    8,
    [49, 4, 35, 9, 31, 24, 38, 39, 50, 43, 62, 36, 65, 20, 58, 7, 47, 4],
    [50, 43, 32, 51, 23, 70, 29, 89, 46, 97, 64, 90, 71, 71, 63, 51, 48, 43],
  ],
  ['9', 9, [67, 17, 55, 5, 38, 6, 26, 22, 29, 41, 43, 48, 57, 39, 68, 18, 68, 18, 66, 44, 63, 72, 61, 98]],
  [
    () => t`9 with a curved tail`,
    9,
    [
      66, 20, 56, 5, 39, 5, 27, 20, 29, 38, 43, 46, 57, 38, 67, 17, 67, 17, 71, 42, 67, 70, 52, 91, 30, 97,
      17, 90,
    ],
  ],
];

export const samples: readonly Sample[] = ways.map(([name, digit, ...strokes]) => {
  let drawing: Drawing | undefined;
  return {
    get name() {
      return typeof name === 'string' ? name : name();
    },
    digit,
    // When it is first asked for: most pages need one of them.
    get drawing() {
      drawing ??= {
        strokes: strokes.map((way) => ({ width: brush, points: penPoints(way) })),
        picture: null,
      };
      return drawing;
    },
  };
});

/** The pen's points along a way. */
function penPoints(way: readonly number[]): InkPoint[] {
  const points = [...alongWay(placesOf(way), stepsPerPart)].map(onPaper);
  return points.map((point, at) => ({ ...point, pressure: pressureAt(at, points.length) }));
}

function onPaper({ x, y }: Place): InkPoint {
  const place = (value: number) => Math.round(paperSize / 2 + (value - 50) * unit);
  return { x: place(x), y: place(y), pressure: 0 };
}

/** The pen comes down and goes up lightly. */
function pressureAt(index: number, count: number): number {
  const fromEnd = Math.min(index, count - 1 - index);
  return Math.round(150 - 60 * Math.exp(-fromEnd / 3));
}
