import { expect, test } from 'vitest';
import { nearestDigits } from '../../explain/nearest-digits.ts';
import { placesIn, principalPlane } from '../../explain/plane.ts';
import { randomFromSeed } from '../../lib/random.ts';
import type { UmapProgress, UmapWish } from './contract.ts';
import { makeUmap } from './make-umap.ts';

const width = 10;
const heaps = 3;
const each = 40;
const random = randomFromSeed(2);
/** Three heaps, far apart in ten dimensions. */
const values = Float32Array.from({ length: heaps * each * width }, (_, at) => {
  const heap = Math.floor(at / (each * width));
  return (at % width === heap ? 8 : 0) + random.normal();
});
const from = placesIn(principalPlane(values, width), values);
const wish: UmapWish = { values, width, from, seed: 1 };

function made(asked: UmapWish): UmapProgress {
  let last: UmapProgress | undefined;
  for (last of makeUmap(asked));
  if (!last) throw new Error('made: expected a map');
  return last;
}

test('what is near stays near: the ten nearest in the map are of the same heap', () => {
  const { places, done } = made(wish);
  expect(done).toBe(1);
  for (let point = 0; point < heaps * each; point++) {
    const near = nearestDigits(places, places.subarray(2 * point, 2 * point + 2), 10);
    expect(new Set(near.map(({ index }) => Math.floor(index / each))).size).toBe(1);
  }
});

test('it begins at the places that it is given, and forms epoch by epoch', () => {
  const forming = makeUmap(wish);
  const first = forming.next().value as UmapProgress;
  expect(first.done).toBe(0);
  const scale = 10 / Math.max(...from.map(Math.abs));
  first.places.forEach((place, at) => {
    expect(place).toBeCloseTo(scale * (from[at] as number), 4);
  });
  expect((forming.next().value as UmapProgress).done).toBeCloseTo(1 / 300, 9);
});

test('the same seed gives the same map to the bit, another seed another', () => {
  const { places } = made(wish);
  expect(made(wish).places).toEqual(places);
  expect(made({ ...wish, seed: 2 }).places).not.toEqual(places);
});
