import { style } from './style.ts';

const upstroke = { from: 32, to: 90 };
const flag = { from: 14, to: 60, reach: { from: 0, to: 0.36 } };

export const ones = [
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
  style(
    '1 with a wide foot',
    0.8,
    [
      [26, 28, 41, 15, 56, 2, 56, 2, 53, 34, 49, 66, 46, 95],
      [8, 97, 36, 96, 64, 95, 96, 92],
    ],
    0.8,
    upstroke,
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
