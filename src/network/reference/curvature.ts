import { type Architecture, activationOf, type Layer, layerBefore, outputOf } from '../architecture.ts';
import { judge } from './criterion.ts';
import { activationsOf, backThrough, slopeOf, sumsOf } from './passes.ts';
import { countOf, inputAt } from './reference.ts';

/**
 * The curvature h of the loss along each parameter, as the diagonal Levenberg-Marquardt method takes it (LeCun et al.
 * 1998, appendix C): an approximation of the second derivatives that one pass back gives, and that is never negative.
 *
 * - Of the Hessian only the diagonal is kept, layer by layer: h at a value x is the sum of h at each sum z that reads
 *   it, times the square of the weight; and h of a weight is the sum over the units that share it of h at their sum,
 *   times the square of what they read.
 * - The second derivative of the squashing function is left out, as in Gauss-Newton: h at a sum is h at its value times
 *   the square of the slope.
 * @param digits n * 784 bytes @param labels n classes, or `noDigit`
 * @returns the mean over the images, P doubles
 */
export function referenceCurvature(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  digits: Uint8Array,
  labels: Uint8Array,
): Float64Array {
  const n = countOf('referenceCurvature', digits, labels);
  const curvature = new Float64Array(architecture.parameterCount);
  for (let i = 0; i < n; i++) {
    const activations = activationsOf(architecture, parameters, inputAt(digits, i));
    const { last, hSums } = curvatureAtEnd(architecture, parameters, activations, labels[i] as number);
    const share = hSums.map((h) => h / n);
    backThrough(architecture, parameters, activations, last, share, curvature, 2);
  }
  return curvature;
}

/** The last layer with parameters, and the curvature of the loss at its sums. */
function curvatureAtEnd(
  architecture: Architecture,
  parameters: ArrayLike<number>,
  activations: Float64Array,
  label: number,
): { readonly last: Layer; readonly hSums: Float64Array } {
  const output = outputOf(architecture);
  const { dZ, shares } = judge(
    architecture.loss,
    sumsOf(architecture, parameters, activations, output),
    label,
  );
  if (output.kind !== 'rbf') return { last: output, hSums: shares.map((share) => share * (1 - share)) };
  const before = layerBefore(architecture, output.name) as Layer;
  const x = activationOf(architecture, activations, before.name);
  const hSums = x.map((value, unit) => {
    const distances = output.centres.map((centre) => value - (centre[unit] as number));
    return curvatureAtValue(distances, dZ, shares) * slopeOf(before, value) ** 2;
  });
  return { last: before, hSums };
}

/**
 * The curvature of the loss E along one value x of what RBF units read. With z_i = -y_i, distances d_i = x - w_i,
 * shares p_i and targets t_i of the classes:
 *   E'' = 2 sum of t_i - 2 sum of p_i + 4 (sum of p_i d_i^2 - (sum of p_i d_i)^2)
 * The first term is the curvature of y_D, 2, and 0 where there is no digit; the last is a variance. The one between is
 * that of penalties which are to grow, and is left out: with it, an image that is read rightly has no curvature at all,
 * and the steps for others are far too long.
 */
function curvatureAtValue(distances: readonly number[], dZ: Float64Array, shares: Float64Array): number {
  let [targets, mean, square] = [0, 0, 0];
  distances.forEach((d, i) => {
    const share = shares[i] as number;
    targets += share - (dZ[i] as number);
    mean += share * d;
    square += share * d * d;
  });
  // Rounding can take a variance of 0 below it.
  return 2 * targets + 4 * Math.max(0, square - mean ** 2);
}
