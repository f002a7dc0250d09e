import { arc } from '../loops.ts';
import { style } from './style.ts';

const round = { x: 50, y: 50, width: 36, height: 48 };
const narrow = { x: 50, y: 50, width: 24, height: 48 };

export const zeros = [
  style('0 with a tail', 1, [[...arc(round, -0.06, 0.98, 12), 62, 16, 74, 6]], 0.8),
  style('0 from the top', 4, [arc(round, -0.03, 1.02, 13)], 0.6),
  style('0 from the right', 1.5, [arc(round, -0.2, 0.86, 13)], 0.6),
  style('0 the other way round', 1, [arc(round, 0.06, -1, 13)], 0.6),
  style('0 from the foot', 0.5, [arc(round, 0.5, 1.52, 13)], 0.6),
  style('0 narrow', 2, [arc(narrow, -0.04, 1.03, 13)], 0.6),
  style('0 that ends inside', 1.2, [[...arc(round, -0.03, 0.97, 12), 54, 8, 58, 26]], 0.9),
  style(
    '0 with an upright slash',
    1,
    [arc(narrow, -0.03, 1.02, 13), [52, -12, 51, 30, 49, 70, 48, 112]],
    0.8,
  ),
  style(
    '0 round with an upright slash',
    0.6,
    [arc(round, -0.03, 1.02, 13), [56, -8, 53, 30, 49, 70, 46, 110]],
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
    0.8,
    [arc(narrow, -0.03, 1.02, 13), [66, 4, 55, 34, 46, 66, 36, 100]],
    0.8,
  ),
  style('0 narrow with a slash', 0.8, [arc(narrow, -0.03, 1.02, 13), [84, 12, 60, 38, 40, 62, 16, 88]], 0.8),
  style(
    '0 with a slash, in one line',
    0.5,
    [[...arc(round, -0.1, 0.88, 12), 84, 8, 84, 8, 62, 37, 38, 65, 14, 95]],
    0.8,
  ),
];
