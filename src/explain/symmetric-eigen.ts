import { expectThat } from '../lib/expect.ts';

/** Sweeps until nothing is left beside the diagonal: 84 x 84 takes 8. */
const mostSweeps = 60;

interface Eigen {
  /** n, largest first. */
  readonly values: Float64Array;
  /** n * n: the unit vector of the k-th value is values k * n to k * n + n. Its largest entry is positive. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan: "Matrix
 * Computations", 4th edition, section 8.5). It takes no chance and no starting vector, so the same matrix gives the
 * same bits; of the two directions of a vector the one is taken whose largest entry is positive.
 * @param matrix n * n, row-major; only what is symmetric is asked for, and it stays as it is
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  expectThat(matrix.length === n * n, 'symmetricEigen', `${n} * ${n} values`, matrix);
  const a = matrix.slice();
  // Rows, so that a rotation goes through memory in order.
  const v = new Float64Array(n * n);
  for (let at = 0; at < n; at++) v[at * n + at] = 1;
  const negligible = 1e-30 * squares(a);
  for (let sweep = 0; sweep < mostSweeps && besideDiagonal(a, n) > negligible; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
    }
  }
  const order = Array.from({ length: n }, (_, at) => at);
  const valueAt = (at: number) => a[at * n + at] as number;
  order.sort((one, other) => valueAt(other) - valueAt(one) || one - other);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(signFixed(v.subarray(from * n, from * n + n)), to * n);
  });
  return { values: Float64Array.from(order, valueAt), vectors };
}

/** Makes a[p][q] zero, by turning rows and columns p and q into one another. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const beside = a[p * n + q] as number;
  if (beside === 0) return;
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * beside);
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cosine, sine);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cosine, sine);
  for (let k = 0; k < n; k++) turn(v, p * n + k, q * n + k, cosine, sine);
}

function turn(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [one, other] = [values[first] as number, values[second] as number];
  values[first] = cosine * one - sine * other;
  values[second] = sine * one + cosine * other;
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function besideDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < row; column++) sum += (a[row * n + column] as number) ** 2;
  }
  return sum;
}

function signFixed(vector: Float64Array): Float64Array {
  let most = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(most)) most = value;
  return most < 0 ? vector.map((value) => -value) : vector;
}
