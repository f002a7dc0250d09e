import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { signedDistance } from './distance.ts';

test('the distance to the edge is exact: half a pixel less than to the nearest pixel of the other kind', () => {
  const [width, height] = [23, 17];
  const random = randomFromSeed(8);
  const ink = Array.from({ length: width * height }, () => random.uniform() < 0.2);
  const distance = signedDistance(width, height, (at) => ink[at] === true);
  const inked = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && ink[y * width + x] === true;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let row = -1; row <= height; row++) {
        for (let column = -1; column <= width; column++)
          if (inked(column, row) !== inked(x, y))
            nearest = Math.min(nearest, Math.hypot(column - x, row - y));
      }
      const expected = inked(x, y) ? 0.5 - nearest : nearest - 0.5;
      expect(distance[y * width + x], `column ${x}, row ${y}`).toBeCloseTo(expected, 9);
    }
  }
});

test('without ink every distance is far and finite', () => {
  const distance = signedDistance(5, 4, () => false);
  expect(distance.every((value) => Number.isFinite(value) && value > 1e5)).toBe(true);
});
