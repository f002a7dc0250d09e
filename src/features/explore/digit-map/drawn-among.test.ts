import { expect, test } from 'vitest';
import type { DigitMap } from '../../../explain/digit-map.ts';
import { placesOf } from '../../../explain/digit-map.ts';
import { principalPlane } from '../../../explain/plane.ts';
import { Listeners } from '../../../lib/listeners.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { drawnAmong, pointOf } from './drawn-among.ts';
import { amongText, mapText, planeText } from './words.ts';

const count = 60;
const random = randomFromSeed(4);
const values = Float32Array.from({ length: count * 84 }, () => random.normal());
const labels = Uint8Array.from({ length: count }, (_, at) => at % 10);
const map: DigitMap = {
  of: 'MNIST',
  digits: { digits: new Uint8Array(count * 784), labels },
  values,
  answers: labels.map((label, at) => (at === 7 ? 3 : label)),
  plane: principalPlane(values, 84),
};

/** Activations of a drawing that F6 says of what it says of a digit. */
function activationsLike(digit: number, ink = 1): Float32Array {
  const activations = new Float32Array(lenet5.activationCount);
  activations[500] = ink;
  activations.set(values.subarray(digit * 84, (digit + 1) * 84), lenet5.activationOffsets.F6);
  return activations;
}

function sourceOf(first: Float32Array | null) {
  const { tell, subscribe } = new Listeners();
  let now = first;
  const set = (next: Float32Array | null) => {
    now = next;
    tell();
  };
  return { set, source: { subscribe, latest: () => now } };
}

test('a drawing like a digit lies where the digit lies, nearest to it, in either kind of map', () => {
  const drawn = drawnAmong(map, sourceOf(activationsLike(7)).source).latest();
  if (!drawn) throw new Error('expected a drawing');
  expect(drawn.neighbours[0]).toEqual({ index: 7, distance: 0 });
  const places = placesOf(map);
  const point = pointOf(map, drawn, null);
  expect([point.x, point.y]).toEqual([...places.subarray(14, 16)]);
  expect(point.neighbours).toHaveLength(5);
  const umap = Float32Array.from({ length: 2 * count }, (_, at) => at);
  const among = pointOf(map, drawn, umap);
  const xs = drawn.neighbours.map(({ index }) => 2 * index);
  expect(among.x).toBeGreaterThanOrEqual(Math.min(...xs));
  expect(among.x).toBeLessThanOrEqual(Math.max(...xs));
  expect(among.y - among.x).toBeCloseTo(1, 4);
});

test('it follows the activations, is the same object while they are, and an empty paper has none', () => {
  const { set, source } = sourceOf(activationsLike(3));
  const drawn = drawnAmong(map, source);
  const first = drawn.latest();
  expect(drawn.latest()).toBe(first);
  set(activationsLike(4));
  expect(drawn.latest()?.neighbours[0]?.index).toBe(4);
  set(activationsLike(4, 0));
  expect(drawn.latest()).toBeNull();
  set(null);
  expect(drawn.latest()).toBeNull();
});

test('the words name the five nearest, the digits and the spread that is shown', () => {
  const drawn = drawnAmong(map, sourceOf(activationsLike(7)).source).latest();
  expect(amongText(map, drawn)).toMatch(/^Its nearest neighbours: 7(, \d){4}$/);
  expect(amongText(map, null)).toBe('Draw a digit to see where it lands.');
  expect(mapText(map)).toBe('60 test digits of MNIST by their 84 values in F6, 1 misread.');
  expect(planeText(map)).toMatch(/hold \d+\u202f% and \d+\u202f% of their spread\.$/);
});
