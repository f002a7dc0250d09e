import { arc, eight } from './loops.ts';

/**
 * How people write the ten digits: for each style the ways of the pen on a field of 100 x 100, x and y in
 * turn, y down; a place given twice is a corner. The shapes are those of school alphabets of Europe, the
 * Americas and Asia and of the author's own hand; the shares within a digit are assumed.
 */
export interface Style {
  /** "7 with a bar"; what a person switches on and off. */
  readonly name: string;
  readonly digit: number;
  /** Among the digit's styles that are switched on. */
  readonly share: number;
  readonly strokes: readonly (readonly number[])[];
  /** How freely its places may move, 1 for most: less where a little more would be another digit. */
  readonly freedom: number;
  /**
   * Degrees by which the first stroke climbs from its start to its highest point: what tells a 1 with an
   * upstroke from a 7 with its bar.
   */
  readonly climb?: Climb;
}

interface Climb {
  readonly from: number;
  readonly to: number;
  /** How far its highest point lies from its start to the side, over the height of the stroke. */
  readonly reach?: { readonly from: number; readonly to: number };
}

const upstroke = { from: 32, to: 90 };
const flag = { from: 14, to: 60, reach: { from: 0, to: 0.36 } };
const bar = { from: -90, to: 26, reach: { from: 0.4, to: 9 } };

type Ways = readonly (readonly number[])[];

function style(name: string, share: number, strokes: Ways, freedom = 1, climb?: Climb): Style {
  return { name, digit: Number(name[0]), share, strokes, freedom, ...(climb ? { climb } : {}) };
}

const round = { x: 50, y: 50, width: 36, height: 48 };
const narrow = { x: 50, y: 50, width: 24, height: 48 };

const zeros = [
  style('0 with a tail', 1, [[...arc(round, -0.06, 0.98, 12), 62, 16, 74, 6]], 0.8),
  style('0 from the top', 4, [arc(round, -0.03, 1.02, 13)], 0.6),
  style('0 from the right', 1.5, [arc(round, -0.2, 0.86, 13)], 0.6),
  style('0 the other way round', 1, [arc(round, 0.06, -1, 13)], 0.6),
  style('0 from the foot', 0.5, [arc(round, 0.5, 1.52, 13)], 0.6),
  style('0 narrow', 2, [arc(narrow, -0.04, 1.03, 13)], 0.6),
  style('0 that ends inside', 1.2, [[...arc(round, -0.03, 0.97, 12), 54, 8, 58, 26]], 0.9),
  style(
    '0 with an upright slash',
    0.5,
    [arc(narrow, -0.03, 1.02, 13), [52, -12, 51, 30, 49, 70, 48, 112]],
    0.8,
  ),
  style('0 that begins inside', 1.2, [[58, 30, 52, 16, ...arc(round, 0.03, 1.04, 12)]], 0.9),
  style('0 that begins across', 0.6, [[78, 2, 60, 4, ...arc(round, 0.04, 1.1, 12)]], 0.9),
  style('0 with a slash aside', 0.4, [arc(round, -0.03, 1.02, 13), [30, -4, 30, 32, 28, 66, 26, 104]], 0.9),
  style('0 with a slash', 1, [arc(round, -0.03, 1.02, 13), [88, 4, 62, 36, 38, 66, 12, 97]], 0.8),
  style('0 with a slash inside', 0.7, [arc(round, -0.03, 1.02, 13), [70, 22, 57, 41, 44, 59, 30, 80]], 0.8),
  style('0 with a flat slash', 0.5, [arc(round, -0.03, 1.02, 13), [94, 28, 65, 43, 35, 58, 6, 74]], 0.8),
  style('0 with a level bar', 0.5, [arc(round, -0.03, 1.02, 13), [4, 53, 35, 51, 65, 50, 98, 48]], 0.8),
  style(
    '0 narrow with a level bar',
    0.3,
    [arc(narrow, -0.03, 1.02, 13), [6, 52, 34, 50, 62, 50, 94, 47]],
    0.8,
  ),
  style('0 with a steep slash', 0.5, [arc(round, -0.03, 1.02, 13), [62, -4, 54, 32, 47, 66, 38, 106]], 0.8),
  style(
    '0 narrow with a steep slash',
    0.5,
    [arc(narrow, -0.03, 1.02, 13), [66, 4, 55, 34, 46, 66, 36, 100]],
    0.8,
  ),
  style('0 narrow with a slash', 0.6, [arc(narrow, -0.03, 1.02, 13), [84, 12, 60, 38, 40, 62, 16, 88]], 0.8),
  style(
    '0 with a slash, in one line',
    0.5,
    [[...arc(round, -0.1, 0.88, 12), 84, 8, 84, 8, 62, 37, 38, 65, 14, 95]],
    0.8,
  ),
];

const ones = [
  style('1 as a bar', 4, [[50, 2, 50, 34, 50, 66, 50, 98]], 0.8),
  style('1 leaning', 3, [[62, 2, 54, 34, 46, 66, 38, 98]], 0.8),
  style('1 with a flag', 2.5, [[34, 22, 43, 13, 52, 2, 52, 2, 52, 34, 51, 66, 50, 98]], 0.8, upstroke),
  style('1 with a long upstroke', 2, [[16, 46, 33, 27, 52, 2, 52, 2, 52, 34, 51, 66, 50, 98]], 0.7, upstroke),
  style('1 with a level flag', 1, [[20, 16, 36, 11, 54, 3, 54, 3, 54, 34, 53, 66, 52, 98]], 0.6, flag),
  style(
    '1 with a level flag and a foot',
    0.8,
    [
      [24, 18, 38, 14, 54, 3, 54, 3, 54, 34, 53, 66, 52, 97],
      [22, 98, 42, 97, 60, 97, 82, 96],
    ],
    0.6,
    flag,
  ),
  style(
    '1 like a bracket',
    0.3,
    [[26, 8, 40, 6, 56, 3, 56, 3, 56, 34, 55, 66, 54, 96, 54, 96, 40, 97, 22, 98]],
    0.7,
  ),
  style('1 lying, as in Chinese', 0.3, [[2, 52, 34, 51, 66, 49, 98, 47]], 0.8),
  style(
    '1 with an upstroke to its foot',
    0.4,
    [[14, 66, 34, 36, 54, 2, 54, 2, 53, 34, 52, 66, 50, 98]],
    0.6,
    upstroke,
  ),
  style(
    '1 with a foot',
    1.5,
    [
      [34, 22, 43, 13, 52, 2, 52, 2, 52, 34, 52, 66, 52, 97],
      [26, 97, 44, 97, 60, 97, 78, 97],
    ],
    0.8,
    upstroke,
  ),
];

const twos = [
  style(
    '2 with a wide loop',
    3,
    [[22, 30, 34, 10, 56, 3, 72, 14, 68, 38, 48, 66, 24, 88, 8, 92, 3, 83, 14, 74, 36, 79, 62, 92, 94, 95]],
    1.4,
  ),
  style(
    '2 low and wide',
    1.2,
    [[14, 34, 30, 22, 54, 20, 66, 32, 56, 54, 34, 74, 14, 84, 6, 78, 16, 70, 40, 76, 66, 84, 98, 78]],
    1.2,
  ),
  style(
    '2 with a short foot',
    0.6,
    [[20, 22, 34, 5, 58, 2, 74, 18, 68, 40, 48, 58, 38, 76, 36, 95, 36, 95, 46, 95, 60, 92]],
    0.9,
  ),
  style(
    '2 with a large loop',
    1.6,
    [[24, 22, 38, 6, 60, 6, 72, 22, 64, 46, 44, 72, 22, 92, 6, 86, 8, 68, 28, 62, 50, 74, 70, 90, 96, 92]],
    1.3,
  ),
  style(
    '2 curled at both ends',
    1,
    [[36, 34, 24, 26, 32, 8, 56, 2, 74, 14, 70, 40, 50, 68, 26, 92, 8, 86, 16, 70, 40, 74, 64, 92, 92, 86]],
    1.2,
  ),
  style('2 with a long base', 0.7, [
    [30, 26, 40, 10, 58, 8, 60, 28, 42, 52, 14, 72, 14, 72, 44, 70, 74, 67, 106, 62],
  ]),
  style('2 like a swan', 0.8, [
    [20, 28, 30, 12, 48, 6, 60, 18, 54, 40, 36, 62, 12, 82, 12, 82, 40, 79, 70, 78, 98, 74],
  ]),
  style('2 like a Z', 1, [
    [16, 14, 38, 8, 60, 7, 80, 10, 80, 10, 60, 38, 38, 66, 14, 92, 14, 92, 38, 91, 62, 92, 88, 94],
  ]),
  style('2', 4, [
    [16, 26, 30, 8, 52, 2, 72, 10, 76, 30, 60, 54, 36, 76, 14, 96, 14, 96, 36, 95, 60, 95, 86, 94],
  ]),
  style('2 with a loop', 3, [
    [
      14, 24, 28, 8, 50, 2, 70, 10, 74, 30, 60, 54, 38, 80, 18, 94, 10, 86, 20, 77, 38, 82, 56, 93, 74, 95,
      90, 84,
    ],
  ]),
  style('2 with a round foot', 2, [
    [14, 22, 30, 6, 54, 4, 72, 16, 72, 36, 54, 58, 32, 78, 16, 94, 30, 95, 52, 90, 72, 94, 88, 92],
  ]),
  style('2 with a straight neck', 1.2, [
    [22, 14, 42, 4, 64, 6, 78, 20, 72, 40, 50, 64, 20, 95, 20, 95, 46, 94, 84, 95],
  ]),
];

const threes = [
  style(
    '3 with an upper half of its own',
    1.5,
    [[22, 22, 36, 6, 60, 2, 74, 12, 66, 30, 44, 42, 32, 44, 32, 44, 54, 46, 70, 60, 68, 84, 44, 98, 14, 94]],
    1,
  ),
  style('3', 4, [
    [18, 16, 36, 3, 60, 4, 72, 20, 62, 38, 40, 47, 40, 47, 66, 54, 80, 72, 68, 92, 42, 98, 16, 86],
  ]),
  style('3 in one line', 2, [
    [16, 14, 38, 2, 64, 8, 70, 26, 54, 42, 44, 48, 60, 54, 78, 70, 68, 92, 40, 98, 12, 88],
  ]),
  style('3 with a loop', 1, [
    [16, 14, 38, 2, 64, 8, 70, 26, 52, 44, 36, 50, 44, 42, 62, 50, 78, 68, 68, 92, 40, 98, 12, 88],
  ]),
  style('3 with a flat top', 1.3, [
    [18, 6, 44, 5, 76, 4, 76, 4, 60, 22, 42, 42, 42, 42, 66, 48, 80, 68, 68, 92, 42, 98, 16, 88],
  ]),
];

const fours = [
  style('4 open', 4, [
    [26, 4, 22, 28, 16, 56, 16, 56, 40, 58, 64, 56, 90, 54],
    [68, 14, 66, 42, 64, 70, 62, 98],
  ]),
  style('4 open, in one line', 1.4, [
    [24, 4, 18, 30, 20, 52, 44, 54, 64, 44, 72, 8, 72, 8, 70, 38, 68, 68, 64, 98],
  ]),
  style('4 closed', 2.5, [
    [66, 2, 46, 24, 28, 44, 8, 66, 8, 66, 36, 66, 62, 66, 92, 66],
    [66, 2, 66, 34, 66, 66, 66, 98],
  ]),
  style('4 closed, in one line', 0.8, [
    [88, 62, 60, 63, 34, 64, 10, 64, 10, 64, 30, 42, 50, 20, 66, 2, 66, 2, 66, 34, 65, 66, 64, 98],
  ]),
  style('4 like lightning', 1.2, [
    [56, 2, 40, 24, 26, 44, 12, 62, 12, 62, 36, 61, 60, 60, 88, 58],
    [62, 38, 59, 58, 56, 78, 54, 98],
  ]),
];

const fives = [
  style(
    '5 with a flying bar',
    2.5,
    [
      [34, 16, 30, 30, 26, 46, 26, 46, 46, 42, 64, 52, 70, 72, 56, 92, 32, 98, 8, 92],
      [34, 16, 54, 13, 74, 8, 98, 2],
    ],
    1.2,
  ),
  style(
    '5 small below a long bar',
    1,
    [
      [40, 20, 34, 36, 30, 50, 30, 50, 50, 50, 62, 62, 58, 84, 38, 96, 14, 94],
      [38, 22, 58, 18, 78, 12, 96, 8],
    ],
    1.1,
  ),
  style('5 low and wide', 0.6, [
    [20, 22, 16, 34, 14, 46, 14, 46, 44, 40, 76, 46, 88, 62, 70, 78, 40, 84, 8, 82],
    [20, 22, 44, 19, 66, 18, 94, 18],
  ]),
  style('5', 3.5, [
    [26, 5, 24, 22, 22, 42, 22, 42, 44, 36, 68, 42, 80, 62, 70, 88, 44, 98, 14, 90],
    [26, 5, 44, 4, 62, 4, 84, 3],
  ]),
  style('5 in one stroke', 2.5, [
    [
      82, 4, 62, 5, 44, 5, 26, 6, 26, 6, 24, 24, 20, 44, 20, 44, 44, 37, 68, 44, 78, 64, 68, 88, 42, 98, 14,
      90,
    ],
  ]),
  style('5 with a belly that closes', 1, [
    [76, 6, 52, 6, 30, 8, 30, 8, 26, 28, 24, 46, 24, 46, 50, 38, 76, 52, 74, 80, 50, 97, 26, 90, 20, 76],
  ]),
  style('5 with a long neck', 1, [
    [70, 5, 50, 5, 30, 6, 30, 6, 26, 30, 22, 56, 22, 56, 44, 50, 60, 66, 52, 88, 32, 97, 14, 92],
  ]),
  style('5 like an S', 1.6, [[82, 6, 60, 3, 38, 8, 28, 26, 38, 42, 60, 50, 76, 66, 70, 88, 46, 98, 16, 92]]),
];

const sixes = [
  style(
    '6 lying back',
    1.2,
    [[84, 4, 56, 20, 34, 42, 22, 68, 32, 90, 56, 96, 78, 84, 76, 68, 56, 64, 34, 74]],
    1.1,
  ),
  style('6', 4, [[72, 5, 50, 14, 32, 34, 20, 62, 26, 88, 48, 98, 72, 90, 80, 70, 66, 54, 44, 54, 26, 70]]),
  style('6 with a straight back', 2, [
    [62, 2, 46, 24, 30, 48, 20, 70, 26, 90, 46, 98, 68, 90, 74, 72, 62, 58, 42, 60, 24, 76],
  ]),
  style('6 nearly a ring', 1, [
    [52, 2, 30, 24, 16, 58, 24, 90, 52, 98, 80, 84, 86, 58, 66, 42, 38, 50, 22, 68],
  ]),
  style(
    '6 with a flat ring',
    1.2,
    [[60, 2, 34, 26, 18, 54, 16, 80, 36, 93, 62, 90, 82, 74, 72, 62, 52, 66, 36, 82]],
    1.2,
  ),
  style('6 with a large ring', 1.2, [
    [58, 2, 36, 20, 20, 50, 16, 74, 30, 96, 60, 98, 84, 84, 80, 60, 54, 48, 28, 58, 18, 74],
  ]),
  style('6 with its line crossed', 1, [
    [70, 2, 44, 18, 26, 46, 20, 74, 36, 96, 60, 92, 70, 74, 56, 60, 34, 68, 10, 82],
  ]),
  style('6 curled', 1.2, [
    [80, 16, 66, 4, 44, 8, 26, 30, 18, 60, 24, 88, 48, 98, 72, 88, 78, 68, 62, 53, 38, 57, 22, 74],
  ]),
  style('6 upright', 1.5, [
    [36, 2, 30, 26, 25, 50, 22, 74, 30, 94, 52, 98, 72, 88, 74, 70, 58, 60, 38, 66, 24, 80],
  ]),
];

const sevens = [
  style('7', 4, [[12, 8, 36, 8, 60, 7, 86, 6, 86, 6, 70, 36, 56, 66, 42, 98]], 0.8, bar),
  style('7 bent', 1.5, [[12, 10, 38, 6, 64, 6, 84, 8, 76, 30, 60, 56, 50, 78, 46, 98]], 0.8, bar),
  style(
    '7 with a serif',
    1.2,
    [[14, 26, 14, 16, 15, 6, 15, 6, 38, 7, 62, 7, 86, 6, 86, 6, 70, 36, 54, 66, 42, 98]],
    0.8,
  ),
  style('7 round', 1.4, [[16, 20, 30, 8, 54, 4, 78, 8, 82, 22, 72, 44, 58, 68, 48, 98]], 0.9),
  style(
    '7 with a hook',
    0.6,
    [[12, 14, 36, 8, 60, 7, 82, 6, 82, 6, 66, 36, 52, 66, 46, 90, 54, 97, 66, 92]],
    0.8,
    bar,
  ),
  style(
    '7 with a low bar',
    0.7,
    [
      [14, 12, 38, 8, 60, 7, 84, 6, 84, 6, 68, 36, 54, 66, 44, 98],
      [30, 68, 46, 66, 60, 65, 80, 63],
    ],
    0.9,
    bar,
  ),
  style(
    '7 with a long serif',
    0.7,
    [[10, 44, 12, 28, 14, 8, 14, 8, 40, 6, 62, 5, 84, 5, 84, 5, 72, 40, 56, 70, 48, 98]],
    0.8,
  ),
  style('7 narrow', 0.8, [[28, 13, 44, 8, 72, 5, 72, 5, 66, 36, 58, 66, 52, 98]], 0.7, bar),
  style(
    '7 with a wavy top',
    0.8,
    [[16, 20, 24, 6, 40, 8, 58, 14, 84, 4, 84, 4, 70, 36, 56, 66, 44, 98]],
    0.8,
  ),
  style(
    '7 with a bar',
    3,
    [
      [12, 8, 36, 7, 60, 6, 86, 4, 86, 4, 70, 36, 56, 66, 42, 98],
      [34, 52, 50, 51, 66, 50, 84, 49],
    ],
    0.8,
    bar,
  ),
  style(
    '7 with a serif and a bar',
    1.2,
    [
      [12, 26, 13, 16, 15, 6, 15, 6, 38, 7, 62, 6, 88, 4, 88, 4, 72, 36, 56, 66, 44, 98],
      [32, 54, 50, 52, 66, 51, 84, 50],
    ],
    0.8,
  ),
];

const eights = [
  style(
    '8 with its line crossed',
    2.2,
    [[76, 14, 54, 2, 32, 12, 32, 30, 54, 48, 72, 68, 66, 90, 44, 98, 24, 84, 32, 62, 58, 42, 80, 18]],
    1.1,
  ),
  style(
    '8 narrow',
    1.6,
    [[64, 16, 52, 3, 38, 12, 38, 30, 50, 48, 62, 68, 58, 90, 46, 98, 34, 86, 38, 64, 52, 44, 66, 20]],
    0.8,
  ),
  style(
    '8 with a tail',
    1.4,
    [[94, 10, 68, 4, 42, 6, 30, 22, 44, 42, 62, 58, 70, 78, 56, 97, 34, 94, 28, 76, 42, 56, 64, 38, 78, 18]],
    1.1,
  ),
  style('8 in one line', 4, [eight(-0.08, 0.96, 17)], 0.9),
  style('8 the other way round', 2, [eight(0.09, -0.95, 17)], 0.9),
  style('8 from the middle', 1.2, [eight(0.25, 1.25, 17)], 0.9),
  style('8 open at the top', 1.2, [eight(-0.14, 0.86, 17)], 0.9),
  style('8 with a small head', 1, [
    arc({ x: 52, y: 18, width: 20, height: 17 }, -0.03, 1.02, 10),
    arc({ x: 50, y: 66, width: 33, height: 33 }, -0.03, 1.02, 10),
  ]),
  style('8 with a large head', 1, [
    arc({ x: 50, y: 29, width: 29, height: 29 }, -0.03, 1.02, 10),
    arc({ x: 48, y: 78, width: 22, height: 21 }, -0.03, 1.02, 10),
  ]),
  style('8 of two circles', 1.6, [
    arc({ x: 50, y: 26, width: 25, height: 24 }, -0.03, 1.02, 10),
    arc({ x: 50, y: 74, width: 31, height: 25 }, -0.03, 1.02, 10),
  ]),
];

const nines = [
  style('9 open at the top', 1.6, [
    [70, 12, 50, 4, 32, 14, 26, 34, 40, 46, 60, 42, 76, 22, 82, 8, 82, 8, 78, 38, 72, 68, 66, 98],
  ]),
  style(
    '9 with a small ring',
    1.4,
    [[66, 18, 54, 4, 36, 10, 30, 26, 42, 36, 58, 30, 68, 14, 66, 40, 60, 70, 54, 98]],
    0.9,
  ),
  style('9 with an ear', 0.5, [
    [72, 20, 52, 8, 32, 16, 26, 34, 42, 46, 62, 38, 76, 14, 84, 4, 78, 36, 72, 68, 58, 98, 30, 94],
  ]),
  style('9 with a square head', 0.8, [
    [76, 10, 52, 6, 30, 14, 28, 36, 50, 42, 74, 38, 77, 8, 77, 8, 75, 42, 72, 70, 68, 98],
  ]),
  style('9 with a brim', 1, [
    [88, 10, 62, 7, 38, 14, 28, 32, 44, 46, 66, 38, 78, 16, 78, 16, 76, 46, 70, 72, 64, 98],
  ]),
  style('9 like a g', 0.8, [
    [74, 18, 56, 2, 32, 8, 24, 28, 38, 44, 62, 36, 76, 14, 78, 46, 70, 80, 48, 98, 24, 88],
  ]),
  style('9', 4, [
    [78, 18, 60, 3, 36, 6, 24, 26, 34, 46, 58, 46, 76, 26, 80, 12, 80, 12, 78, 40, 74, 70, 68, 98],
  ]),
  style('9 in one line', 2, [[76, 20, 58, 3, 34, 8, 24, 28, 38, 46, 62, 40, 76, 16, 78, 36, 74, 62, 64, 98]]),
  style('9 curled', 2, [
    [78, 22, 62, 4, 36, 6, 24, 28, 38, 48, 64, 42, 78, 20, 80, 46, 74, 76, 54, 97, 26, 94],
  ]),
  style('9 of a ring and a stem', 1, [
    arc({ x: 50, y: 26, width: 26, height: 24 }, -0.2, 0.84, 10),
    [76, 14, 75, 42, 73, 70, 70, 98],
  ]),
];

export const styles: readonly Style[] = [
  ...zeros,
  ...ones,
  ...twos,
  ...threes,
  ...fours,
  ...fives,
  ...sixes,
  ...sevens,
  ...eights,
  ...nines,
];

export type StyleName = string;
export const styleNames: readonly StyleName[] = styles.map(({ name }) => name);
