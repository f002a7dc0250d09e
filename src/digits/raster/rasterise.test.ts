import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { rasterise } from './rasterise.ts';

/** Share of a pixel, 0..255, within `radius` of a segment, from 32 x 32 samples: slow and plain. */
function coverage(lines: readonly Float64Array[], radius: number, column: number, row: number): number {
  const samples = 32;
  let inside = 0;
  for (let j = 0; j < samples; j++) {
    for (let i = 0; i < samples; i++) {
      const x = column + (i + 0.5) / samples;
      const y = row + (j + 0.5) / samples;
      if (lines.some((line) => distanceTo(line, x, y) <= radius)) inside++;
    }
  }
  return (inside * 255) / samples ** 2;
}

function distanceTo(line: Float64Array, x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < Math.max(line.length - 2, 1); at += 2) {
    const [x0 = 0, y0 = 0, x1 = x0, y1 = y0] = line.subarray(at, at + 4);
    const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const along = squared === 0 ? 0 : ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / squared;
    const t = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)));
  }
  return nearest;
}

const random = randomFromSeed(5);
const wander = (points: number) => Float64Array.from({ length: 2 * points }, () => random.uniform() * 20 - 2);

test.each([
  ['a bent line', [Float64Array.of(3, 3, 10, 14.5, 10, 4)]],
  ['a dot', [Float64Array.of(7.2, 9.1)]],
  ['lines across, down and slanted', [Float64Array.of(2, 12, 8, 12), Float64Array.of(12, 2, 12, 9, 3, 1)]],
  ['lines that leave the raster', [Float64Array.of(-5, 3, 30, 12, 8, -9), Float64Array.of(-40, -40)]],
  ['a line that stands still for a while', [Float64Array.of(4, 4, 4, 4, 9, 9, 9, 9)]],
  ['crossing lines', [wander(9), wander(4), wander(2)]],
])('%s: every pixel is the area that the ink covers, within 1/32', (_, lines) => {
  const pixels = rasterise(lines, 2.4, 16, 14);
  for (let row = 0; row < 14; row++) {
    for (let column = 0; column < 16; column++) {
      const exact = coverage(lines, 1.2, column, row);
      const got = pixels[row * 16 + column] as number;
      expect(Math.abs(got - exact), `row ${row}, column ${column}: ${got}, not ${exact}`).toBeLessThan(8);
    }
  }
});

test('ink that would cover the raster many times over is right within 1/8', () => {
  const lines = [wander(120)];
  const pixels = rasterise(lines, 1, 16, 16);
  expect(pixels.some((pixel) => pixel < 255)).toBe(true);
  pixels.forEach((got, at) => {
    expect(Math.abs(got - coverage(lines, 0.5, at % 16, Math.floor(at / 16)))).toBeLessThan(32);
  });
});

test('nothing drawn is paper', () => {
  expect(rasterise([], 2, 20, 20).every((pixel) => pixel === 0)).toBe(true);
  expect(rasterise([new Float64Array(0)], 2, 4, 4).every((pixel) => pixel === 0)).toBe(true);
});
