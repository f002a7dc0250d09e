import { expect, test } from 'vitest';
import { inkPath, wayPath } from './ink-path.ts';
import { catmullRom, placesOf } from './ways.ts';

const point = (x: number, y: number) => ({ x, y, pressure: 128 });

test('strokes are smooth lines from end to end, one after the other', () => {
  const strokes = [
    { width: 100, points: [point(0, 0), point(100, 0), point(100, 100)] },
    { width: 100, points: [point(5, 5), point(10, 10)] },
    { width: 100, points: [] },
  ];
  const path = inkPath(strokes);
  expect(path).toMatch(/^M0 0Q.* 50 0Q100 0 100 50Q.* 100 100M5 5Q7.5 7.5 10 10$/);
});

test("a style's way is the spline that hands write, and a place given twice ends a curve", () => {
  const way = [0, 0, 30, 40, 90, 50];
  const numbers =
    wayPath([way])
      .match(/-?[\d.]+/g)
      ?.map(Number) ?? [];
  expect(numbers).toHaveLength(2 + 2 * 6);
  const [x0 = 0, y0 = 0, ax = 0, ay = 0, bx = 0, by = 0, x1 = 0, y1 = 0] = numbers;
  const middle = catmullRom(placesOf(way), 0, 0.5);
  expect((x0 + 3 * ax + 3 * bx + x1) / 8).toBeCloseTo(middle.x, 0);
  expect((y0 + 3 * ay + 3 * by + y1) / 8).toBeCloseTo(middle.y, 0);
  expect(wayPath([[0, 0, 50, 0, 50, 0, 50, 90]]).match(/M/g)).toHaveLength(2);
});
