import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { nearestDigits } from './nearest-digits.ts';
import { membershipsOf, placeAmong } from './place-among.ts';

const width = 84;
const count = 500;
const random = randomFromSeed(11);
const values = Float32Array.from({ length: count * width }, () => random.normal());
const point = Float32Array.from({ length: width }, () => random.normal());

/** Every distance, sorted. */
function sorted(to: Float32Array) {
  return Array.from({ length: count }, (_, index) => {
    const square = to.reduce(
      (sum, value, at) => sum + (value - (values[index * width + at] as number)) ** 2,
      0,
    );
    return { index, distance: Math.sqrt(square) };
  }).sort((a, b) => a.distance - b.distance || a.index - b.index);
}

test('the nearest are those of a plain search through all distances, in order', () => {
  for (const k of [1, 5, 15, count]) {
    const found = nearestDigits(values, point, k);
    const expected = sorted(point).slice(0, k);
    expect(found.map(({ index }) => index)).toEqual(expected.map(({ index }) => index));
    found.forEach(({ distance }, at) => {
      expect(distance).toBeCloseTo(expected[at]?.distance ?? 0, 9);
    });
  }
});

test('a digit is nearest to itself, of equals the earlier comes first, and fewer digits give fewer neighbours', () => {
  expect(nearestDigits(values, values.subarray(7 * width, 8 * width), 1)).toEqual([
    { index: 7, distance: 0 },
  ]);
  const twice = Float32Array.from([1, 1, 0, 1, 2]);
  expect(nearestDigits(twice, Float32Array.of(1), 9).map(({ index }) => index)).toEqual([0, 1, 3, 2, 4]);
});

test('memberships begin at 1, fall with the distance, and add up to log2(k)', () => {
  const memberships = membershipsOf(nearestDigits(values, point, 15));
  expect(memberships[0]).toBe(1);
  expect([...memberships]).toEqual([...memberships].sort((a, b) => b - a));
  expect(memberships.reduce((sum, one) => sum + one, 0)).toBeCloseTo(Math.log2(15), 6);
});

test('a point is placed among its neighbours, on a digit that it is the same as nearly there', () => {
  const places = Float32Array.from({ length: 2 * count }, () => random.uniform());
  const neighbours = nearestDigits(values, point, 15);
  const [x, y] = placeAmong(places, neighbours);
  const xs = neighbours.map(({ index }) => places[2 * index] as number);
  expect(x).toBeGreaterThan(Math.min(...xs));
  expect(x).toBeLessThan(Math.max(...xs));
  expect(y).toBeGreaterThan(0);
  const one = { index: 3, distance: 0 };
  expect(placeAmong(places, [one, { index: 4, distance: 1e6 }])[0]).toBeCloseTo(places[6] as number, 3);
  expect(placeAmong(places, [one])).toEqual([places[6], places[7]]);
});
