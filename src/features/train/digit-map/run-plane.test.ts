import { expect, test } from 'vitest';
import { placesIn, principalPlane } from '../../../explain/plane.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { RunPlane } from './run-plane.ts';

const width = 5;
const random = randomFromSeed(6);
const directions = Array.from({ length: 40 }, () => Array.from({ length: width }, () => random.normal()));

/** Values that grow as a network learns, along directions that change a little. */
function mapAt(step: number) {
  const values = Float32Array.from(
    directions.flatMap((direction) => direction.map((value, at) => step * value * (at === 0 ? 2 : 1))),
  );
  return { values, plane: principalPlane(values, width) };
}
const moment = (step: number, runId = 'a') => ({ runId, step });
const size = (places: Float32Array) => Math.hypot(...places);

test('an earlier moment is seen in the plane of the latest, where it is the smaller heap that it was', () => {
  const plane = new RunPlane();
  const late = plane.placesAt(moment(10), mapAt(10));
  expect(late).toEqual(placesIn(mapAt(10).plane, mapAt(10).values));
  const early = plane.placesAt(moment(1), mapAt(1));
  expect(size(early)).toBeLessThan(size(late));
  // Back again, it is where it was.
  expect(plane.placesAt(moment(10), mapAt(10))).toEqual(late);
});

test('a later moment is turned to where the digits were: none of its axes flips', () => {
  const plane = new RunPlane();
  const before = plane.placesAt(moment(10), mapAt(10));
  const { values, plane: own } = mapAt(11);
  const flipped = { ...own, axes: own.axes.map((value) => -value) };
  const after = plane.placesAt(moment(11), { values, plane: flipped });
  after.forEach((place, at) => {
    expect(place).toBeCloseTo(1.1 * (before[at] as number), 3);
  });
});

test('another run has a plane of its own', () => {
  const plane = new RunPlane();
  plane.placesAt(moment(10), mapAt(10));
  const other = mapAt(2);
  expect(plane.placesAt(moment(1, 'b'), other)).toEqual(placesIn(other.plane, other.values));
});
