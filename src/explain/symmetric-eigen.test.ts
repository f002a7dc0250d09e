import { expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** A symmetric matrix of chance, with two equal eigenvalues where asked. */
function symmetric(n: number, seed: number): Float64Array {
  const random = randomFromSeed(seed);
  const half = Float64Array.from({ length: n * n }, () => random.normal());
  return half.map((value, at) => value + (half[(at % n) * n + Math.floor(at / n)] as number));
}

test('matrix times vector is value times vector within 1e-10, for 84 x 84, and vectors are at right angles', () => {
  const n = 84;
  const matrix = symmetric(n, 5);
  const { values, vectors } = symmetricEigen(matrix, n);
  expect([...values]).toEqual([...values].sort((a, b) => b - a));
  const vector = (k: number) => vectors.subarray(k * n, (k + 1) * n);
  for (let k = 0; k < n; k++) {
    for (let row = 0; row < n; row++) {
      const product = vector(k).reduce((sum, value, at) => sum + value * (matrix[row * n + at] as number), 0);
      expect(Math.abs(product - (values[k] as number) * (vector(k)[row] as number))).toBeLessThan(1e-10);
    }
    for (let other = 0; other <= k; other++) {
      const product = vector(k).reduce((sum, value, at) => sum + value * (vector(other)[at] as number), 0);
      expect(Math.abs(product - (k === other ? 1 : 0))).toBeLessThan(1e-12);
    }
  }
});

test('it agrees with what is known by hand, the largest entry of each vector is positive, and nothing is written to', () => {
  const matrix = Float64Array.from([2, -1, -1, 2]);
  const { values, vectors } = symmetricEigen(matrix, 2);
  expect([...values].map((value) => value.toFixed(12))).toEqual(['3.000000000000', '1.000000000000']);
  const root = Math.SQRT1_2;
  expect(Math.abs(vectors[0] as number)).toBeCloseTo(root, 12);
  expect((vectors[0] as number) * (vectors[1] as number)).toBeCloseTo(-0.5, 12);
  expect((vectors[2] as number) * (vectors[3] as number)).toBeCloseTo(0.5, 12);
  for (const from of [0, 2]) {
    const [one = 0, other = 0] = vectors.subarray(from, from + 2);
    expect(Math.abs(one) >= Math.abs(other) ? one : other).toBeGreaterThan(0);
  }
  expect([...matrix]).toEqual([2, -1, -1, 2]);
});

test('the same matrix gives the same bits, equal values and zeros among them', () => {
  const diagonal = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 0]);
  expect([...symmetricEigen(diagonal, 3).values]).toEqual([1, 1, 0]);
  const matrix = symmetric(20, 9);
  expect(symmetricEigen(matrix, 20)).toEqual(symmetricEigen(matrix, 20));
});
