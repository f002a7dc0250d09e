import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { arrivingEpoch, permutedEpoch } from './epoch-order.ts';

const count = fc.integer({ min: 1, max: 9_000 });
const seed = fc.integer({ min: 0, max: 0x7fff_ffff });

test('every image comes once an epoch, in both orders', () => {
  fc.assert(
    fc.property(seed, count, (seed, count) => {
      for (const order of [
        permutedEpoch(chanceOf('counter', seed).order(3), count),
        arrivingEpoch(chanceOf('counter', seed).order(1), count),
      ]) {
        expect([...order.places].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }
    }),
    { numRuns: 30 },
  );
});

test('no image is drawn before it may have arrived', () => {
  fc.assert(
    fc.property(seed, count, (seed, count) => {
      const { places, needed } = arrivingEpoch(chanceOf('counter', seed).order(1), count);
      places.forEach((place, drawn) => {
        expect(place).toBeLessThan(needed(drawn + 1));
      });
      expect(needed(count)).toBe(count);
    }),
    { numRuns: 30 },
  );
});

test('the first batch of 64 needs less than 5 % of the 60,000 training images', () => {
  expect(arrivingEpoch(chanceOf('counter', 1).order(1), 55_000).needed(64) / 55_000).toBeLessThan(
    0.05 * (55 / 60),
  );
});

test('the window of the first epoch holds the end of the file when half of it is drawn', () => {
  const { places, needed } = arrivingEpoch(chanceOf('counter', 1).order(1), 55_000);
  expect(needed(27_000)).toBe(55_000);
  const lateHalf = places.subarray(27_500);
  const fromEarlyFile = lateHalf.filter((place) => place < 27_500).length / lateHalf.length;
  expect(fromEarlyFile).toBeGreaterThan(0.15);
});

test('seed and epoch give the order: the same twice, another for another seed or epoch', () => {
  const order = (seed: number, epoch: number) => [
    ...permutedEpoch(chanceOf('counter', seed).order(epoch), 500).places,
  ];
  expect(order(1, 2)).toEqual(order(1, 2));
  expect(order(1, 2)).not.toEqual(order(1, 3));
  expect(order(1, 2)).not.toEqual(order(2, 2));
});
