import { arc, eight } from '../loops.ts';
import { style } from './style.ts';

export const eights = [
  style(
    '8 with its line crossed',
    2.2,
    [[76, 14, 54, 2, 32, 12, 32, 30, 54, 48, 72, 68, 66, 90, 44, 98, 24, 84, 32, 62, 58, 42, 80, 18]],
    1.1,
  ),
  style(
    '8 very narrow',
    0.6,
    [[60, 15, 52, 3, 43, 12, 43, 29, 50, 47, 58, 66, 56, 90, 48, 98, 40, 87, 43, 65, 52, 45, 61, 20]],
    0.7,
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
  style(
    '8 low and wide',
    0.7,
    [
      [
        78, 28, 50, 18, 22, 26, 28, 42, 54, 50, 80, 60, 82, 76, 50, 84, 20, 76, 24, 60, 52, 50, 74, 42, 80,
        30,
      ],
    ],
    0.9,
  ),
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
