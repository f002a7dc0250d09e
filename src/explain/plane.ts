import { expectThat } from '../lib/expect.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** A plane in the space of a layer's units (84 of F6), and the share of the digits' spread that lies in it. */
export interface Plane {
  /** One mean a unit: what lies in the middle. */
  readonly mean: Float32Array;
  /** Two unit vectors at right angles, one after the other, 2 * units. */
  readonly axes: Float32Array;
  /** Variance along each axis as a share of all variance, 0..1. */
  readonly shares: readonly [number, number];
}

/**
 * The plane that n points lie closest to: their first two principal components (Pearson: "On lines and planes of
 * closest fit to systems of points in space", 1901), from the covariance of the units. Deterministic.
 * @param values n * width, point after point
 */
export function principalPlane(values: Float32Array, width: number): Plane {
  const count = values.length / width;
  expectThat(Number.isInteger(count) && count > 1, 'principalPlane', `n * ${width} values, n > 1`, values);
  const mean = meansOf(values, width);
  const { values: variances, vectors } = symmetricEigen(covarianceOf(values, mean), width);
  let total = 0;
  for (const variance of variances) total += variance;
  const shareOf = (at: number) => (total > 0 ? (variances[at] ?? 0) / total : 0);
  return {
    mean: Float32Array.from(mean),
    axes: Float32Array.from(vectors.subarray(0, 2 * width)),
    shares: [shareOf(0), shareOf(1)],
  };
}

/**
 * Where points lie in a plane.
 * @param values n * units
 * @returns n * 2, x and y of each, in the units of the values
 */
export function placesIn({ mean, axes }: Plane, values: Float32Array): Float32Array {
  const width = mean.length;
  const places = new Float32Array((values.length / width) * 2);
  for (let point = 0; point < places.length / 2; point++) {
    let [x, y] = [0, 0];
    for (let at = 0; at < width; at++) {
      const value = (values[point * width + at] as number) - (mean[at] as number);
      x += value * (axes[at] as number);
      y += value * (axes[width + at] as number);
    }
    places[2 * point] = x;
    places[2 * point + 1] = y;
  }
  return places;
}

/**
 * The same plane, turned (and mirrored where that fits better) so that points lie as near as they can to where they
 * were: orthogonal Procrustes (Schönemann 1966), which has a closed form in two dimensions. Principal components of
 * a network that learns change their order and sign from one step to the next; the picture should not.
 * @param values n * units of the points now
 * @param before n * 2, where the same points were
 */
export function turnedTowards(plane: Plane, values: Float32Array, before: Float32Array): Plane {
  const now = placesIn(plane, values);
  const [centreX, centreY] = [meansOf(before, 2)[0] as number, meansOf(before, 2)[1] as number];
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let at = 0; at < now.length; at += 2) {
    const [x, y] = [now[at] as number, now[at + 1] as number];
    const [toX, toY] = [(before[at] as number) - centreX, (before[at + 1] as number) - centreY];
    xx += x * toX;
    xy += x * toY;
    yx += y * toX;
    yy += y * toY;
  }
  // The best turn and the best turn of the mirror image: the one that brings more of the points home is taken.
  const turnedFit = Math.hypot(xx + yy, xy - yx);
  const mirroredFit = Math.hypot(xx - yy, xy + yx);
  const mirror = mirroredFit > turnedFit ? -1 : 1;
  const fit = Math.max(turnedFit, mirroredFit);
  if (!(fit > 0)) return plane;
  const cosine = (xx + mirror * yy) / fit;
  const sine = (xy - mirror * yx) / fit;
  return turned(plane, cosine, sine, mirror);
}

/** x' = cosine x - mirror sine y, y' = sine x + mirror cosine y. */
function turned({ mean, axes, shares }: Plane, cosine: number, sine: number, mirror: 1 | -1): Plane {
  const width = mean.length;
  const next = new Float32Array(2 * width);
  for (let at = 0; at < width; at++) {
    const [first, second] = [axes[at] as number, mirror * (axes[width + at] as number)];
    next[at] = cosine * first - sine * second;
    next[width + at] = sine * first + cosine * second;
  }
  const [first, second] = shares;
  const shareOf = (of: number) => of ** 2 * first + (1 - of ** 2) * second;
  return { mean, axes: next, shares: [shareOf(cosine), shareOf(sine)] };
}

function meansOf(values: Float32Array, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at++)
    means[at % width] = (means[at % width] as number) + (values[at] as number);
  return means.map((sum) => sum / (values.length / width));
}

function covarianceOf(values: Float32Array, mean: Float64Array): Float64Array {
  const width = mean.length;
  const covariance = new Float64Array(width * width);
  const point = new Float64Array(width);
  for (let from = 0; from < values.length; from += width) {
    for (let at = 0; at < width; at++) point[at] = (values[from + at] as number) - (mean[at] as number);
    for (let row = 0; row < width; row++) {
      const factor = point[row] as number;
      for (let column = 0; column <= row; column++) {
        const place = row * width + column;
        covariance[place] = (covariance[place] as number) + factor * (point[column] as number);
      }
    }
  }
  const count = values.length / width;
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) {
      const value = (covariance[row * width + column] as number) / count;
      covariance[row * width + column] = value;
      covariance[column * width + row] = value;
    }
  }
  return covariance;
}
