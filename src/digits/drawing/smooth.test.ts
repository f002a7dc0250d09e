import { expect, test } from 'vitest';
import { simplify } from '../raster/simplify.ts';
import { flatten, quadraticSegments } from './smooth.ts';

const at = (x: number, y: number, pressure = 128) => ({ x, y, pressure });
const corner = [at(0, 0, 0), at(100, 0, 100), at(100, 80, 255), at(20, 90), at(10, 0)];

/** Distance of a point from a polyline. */
function distance(line: Float64Array, x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = line.subarray(i, i + 4);
    const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2 || 1;
    const t = Math.min(1, Math.max(0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / squared));
    nearest = Math.min(nearest, Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)));
  }
  return nearest;
}

test('the curves join, start and end where the stroke does, and bend at its points', () => {
  const curves = quadraticSegments(corner);
  expect(curves).toHaveLength(corner.length);
  expect(curves[0]?.from).toEqual(corner[0]);
  expect(curves.at(-1)?.to).toEqual(corner.at(-1));
  curves.slice(1).forEach((curve, i) => {
    expect(curve.from).toEqual(curves[i]?.to);
  });
  expect(curves.slice(1, -1).map((curve) => curve.control)).toEqual(corner.slice(1, -1));
  expect(curves[0]?.to).toEqual(at(50, 0, 50));
});

test('one more point changes the last curve only', () => {
  const before = quadraticSegments(corner);
  const after = quadraticSegments([...corner, at(300, 300)]);
  expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
});

test('a dot is one curve that stays in its place, two points are one straight curve', () => {
  expect(quadraticSegments([])).toEqual([]);
  expect(quadraticSegments([at(3, 4)])).toEqual([{ from: at(3, 4), control: at(3, 4), to: at(3, 4) }]);
  expect(quadraticSegments([at(0, 0), at(4, 8)])).toEqual([
    { from: at(0, 0), control: at(2, 4), to: at(4, 8) },
  ]);
});

test('the flat line is the same curve within its tolerance of 0.5', () => {
  const line = flatten(corner, 0.5);
  for (const { from, control, to } of quadraticSegments(corner)) {
    for (let step = 0; step <= 50; step++) {
      const t = step / 50;
      const along = (axis: 'x' | 'y') =>
        (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * control[axis] + t ** 2 * to[axis];
      expect(distance(line, along('x'), along('y'))).toBeLessThan(0.5);
    }
  }
});

test('the flat line of a dot is its point, of nothing is empty, and leaves out what is not a number', () => {
  expect(flatten([at(3, 4)], 1)).toEqual(Float64Array.of(3, 4));
  expect(flatten([], 1)).toEqual(new Float64Array(0));
  expect(flatten([at(0, 0), at(Number.NaN, 5), at(8, 0)], 1)).toEqual(Float64Array.of(0, 0, 4, 0, 8, 0));
});

test('simplifying keeps the ends, stays within its tolerance of 0.3 and leaves out most of a smooth line', () => {
  const spiral = Float64Array.from({ length: 4000 }, (_, i) => {
    const turn = Math.floor(i / 2) / 100;
    return (10 + 4 * turn) * (i % 2 ? Math.sin(turn) : Math.cos(turn));
  });
  const simple = simplify(spiral, 0.3);
  expect(simple.length).toBeLessThan(spiral.length / 5);
  expect(simple.subarray(0, 2)).toEqual(spiral.subarray(0, 2));
  expect(simple.subarray(-2)).toEqual(spiral.subarray(-2));
  for (let i = 0; i < spiral.length; i += 2)
    expect(distance(simple, spiral[i] as number, spiral[i + 1] as number)).toBeLessThan(0.3);
});

test('simplifying keeps the tips where a line turns back on itself', () => {
  const back = Float64Array.of(0, 0, 10, 0, 20, 0, 10, 0, 0, 0, -10, 0, 5, 0);
  expect(simplify(back, 0.1)).toEqual(Float64Array.of(0, 0, 20, 0, -10, 0, 5, 0));
});
