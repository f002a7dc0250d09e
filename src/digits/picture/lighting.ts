import type { Raster } from './resample.ts';

/** Terms of the surface: 1, x, y, x^2, xy, y^2 with x and y in -1..1. */
const termCount = 6;
const rounds = 5;
/** Samples along each side that the surface is fitted to. */
const grid = 48;

/**
 * Takes away the slow change of light across a picture: a quadratic surface fitted to the grey values,
 * by least squares in which what is far off (the ink, a table) counts less each round. The mean stays.
 */
export function evenlyLit(grey: Raster<Float64Array>): Raster<Float64Array> {
  const { width, height, values } = grey;
  const places = Array.from({ length: grid * grid }, (_, index) => {
    const column = Math.floor((((index % grid) + 0.5) / grid) * width);
    const row = Math.floor(((Math.floor(index / grid) + 0.5) / grid) * height);
    const { x, y } = placeOf(column, row, width, height);
    return { terms: [1, x, y, x * x, x * y, y * y], value: values[row * width + column] as number };
  });
  let surface = new Float64Array(termCount);
  let weights = new Float64Array(places.length).fill(1);
  for (let round = 0; round < rounds; round++) {
    surface = leastSquares(places, weights);
    const errors = Float64Array.from(places, ({ terms, value }) => Math.abs(value - dot(surface, terms)));
    const usual = Math.max(2, errors.toSorted()[errors.length >> 1] as number);
    weights = errors.map((error) => 1 / (1 + (error / usual) ** 4));
  }
  const [, b = 0, c = 0, d = 0, e = 0, f = 0] = surface;
  const flat = values.slice();
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const { x, y } = placeOf(column, row, width, height);
      flat[row * width + column] =
        (flat[row * width + column] as number) - (b * x + c * y + d * x * x + e * x * y + f * y * y);
    }
  }
  return { width, height, values: flat };
}

function placeOf(column: number, row: number, width: number, height: number) {
  return { x: (2 * column + 1) / width - 1, y: (2 * row + 1) / height - 1 };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let term = 0; term < termCount; term++) sum += (a[term] as number) * (b[term] as number);
  return sum;
}

/** Weighted: the normal equations, solved by elimination. */
function leastSquares(
  places: readonly { readonly terms: readonly number[]; readonly value: number }[],
  weights: Float64Array,
): Float64Array<ArrayBuffer> {
  const rows = Array.from({ length: termCount }, () => new Float64Array(termCount + 1));
  places.forEach(({ terms, value }, index) => {
    const weight = weights[index] as number;
    rows.forEach((row, i) => {
      const scaled = weight * (terms[i] as number);
      for (let j = 0; j < termCount; j++) row[j] = (row[j] as number) + scaled * (terms[j] as number);
      row[termCount] = (row[termCount] as number) + scaled * value;
    });
  });
  rows.forEach((pivot, i) => {
    // A little of the identity keeps a picture of one row or column from dividing by zero.
    pivot[i] = (pivot[i] as number) + 1e-6;
    rows.forEach((row, other) => {
      if (other === i) return;
      const factor = (row[i] as number) / (pivot[i] as number);
      for (let j = i; j <= termCount; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    });
  });
  return Float64Array.from(rows, (row, i) => (row[termCount] as number) / (row[i] as number));
}
