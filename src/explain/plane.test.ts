import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { type Plane, placesIn, principalPlane, turnedTowards } from './plane.ts';

const width = 6;
const directions = [
  [1, 1, 0, 0, 0, 0].map((value) => value / Math.SQRT2),
  [0, 0, 1, -1, 1, -1].map((value) => value / 2),
] as const;

/** Points that spread along two known directions most, around a middle. */
function points(count: number, seed = 3): Float32Array {
  const random = randomFromSeed(seed);
  const all = Array.from({ length: count }, () => {
    const [far, near] = [random.normal() * 5, random.normal() * 2];
    return Array.from({ length: width }, (_, at) => {
      const [first, second] = [directions[0][at] ?? 0, directions[1][at] ?? 0];
      return 0.5 + far * first + near * second + 0.1 * random.normal();
    });
  });
  return Float32Array.from(all.flat());
}

const dot = (one: Iterable<number>, other: ArrayLike<number>) =>
  [...one].reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

test('the plane is the one that the points were made along, with the shares of their spread', () => {
  const { axes, shares } = principalPlane(points(4_000), width);
  expect(Math.abs(dot(axes.subarray(0, width), directions[0]))).toBeGreaterThan(0.9999);
  expect(Math.abs(dot(axes.subarray(width), directions[1]))).toBeGreaterThan(0.9999);
  // 25 and 4 of 29, and 0.01 in each of six directions.
  expect(shares[0]).toBeCloseTo(25 / 29.06, 1);
  expect(shares[1]).toBeCloseTo(4 / 29.06, 1);
});

test('places are dot products with the axes, and no other plane holds more of the spread', () => {
  const values = points(300);
  const plane = principalPlane(values, width);
  const places = placesIn(plane, values);
  for (const point of [0, 17, 299]) {
    const apart = [...values.subarray(point * width, (point + 1) * width)].map(
      (value, at) => value - (plane.mean[at] as number),
    );
    expect(places[2 * point]).toBeCloseTo(dot(apart, plane.axes.subarray(0, width)), 5);
    expect(places[2 * point + 1]).toBeCloseTo(dot(apart, plane.axes.subarray(width)), 5);
  }
  const spread = (of: Plane) => placesIn(of, values).reduce((sum, value) => sum + value * value, 0);
  const random = randomFromSeed(8);
  for (let time = 0; time < 200; time++) {
    const axes = Float32Array.from({ length: 2 * width }, () => random.normal());
    expect(spread({ ...plane, axes: orthonormal(axes) })).toBeLessThanOrEqual(spread(plane));
  }
});

/** Gram and Schmidt. */
function orthonormal(axes: Float32Array): Float32Array {
  const unit = (vector: number[]) => vector.map((value) => value / Math.sqrt(dot(vector, vector)));
  const first = unit([...axes.subarray(0, width)]);
  const second = [...axes.subarray(width)];
  const along = dot(second, first);
  return Float32Array.from([...first, ...unit(second.map((value, at) => value - along * (first[at] ?? 0)))]);
}

test('a single further point is placed as it would be among the others', () => {
  const values = points(50);
  const plane = principalPlane(values, width);
  const alone = placesIn(plane, values.slice(7 * width, 8 * width));
  expect([...alone]).toEqual([...placesIn(plane, values).subarray(14, 16)]);
});

test.each([
  ['turned', 1],
  ['turned and mirrored', -1],
])('a plane that was %s is turned back to where the points were, and stays the same plane', (_, mirror) => {
  const values = points(200);
  const plane = principalPlane(values, width);
  const before = placesIn(plane, values);
  const [cosine, sine] = [Math.cos(2.3), Math.sin(2.3)];
  const axes = Float32Array.from({ length: 2 * width }, (_, at) => {
    const [first, second] = [plane.axes[at % width] as number, plane.axes[width + (at % width)] as number];
    return at < width ? cosine * first - sine * second : mirror * (sine * first + cosine * second);
  });
  const back = turnedTowards({ ...plane, axes }, values, before);
  const after = placesIn(back, values);
  expect(Math.max(...after.map((value, at) => Math.abs(value - (before[at] as number))))).toBeLessThan(1e-4);
  expect(dot(back.axes.subarray(0, width), back.axes.subarray(width))).toBeCloseTo(0, 6);
});

test('points that all lie in one place have a plane without spread', () => {
  const plane = principalPlane(new Float32Array(5 * width).fill(0.25), width);
  expect(plane.shares).toEqual([0, 0]);
  expect([...placesIn(plane, new Float32Array(width).fill(0.25))]).toEqual([0, 0]);
  expect(() => principalPlane(new Float32Array(width), width)).toThrow('expected n * 6 values, n > 1');
});
