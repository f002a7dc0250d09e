import type { Floats } from './check.ts';
import { value } from './check.ts';

/** Plain loops for convolutions and pooling, channels last, in float64. */

/** A valid convolution of 5 x 5 as index lists: input, kernel and output place of every product. */
interface Convolution {
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
}
export const c1: Convolution = { side: 28, inputs: 1, outputs: 6 };
export const c3: Convolution = { side: 10, inputs: 6, outputs: 16 };

function everyProduct(of: Convolution, visit: (input: number, kernel: number, output: number) => void): void {
  const { side, inputs, outputs } = of;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let tap = 0; tap < 25; tap++)
        for (let ci = 0; ci < inputs; ci++)
          for (let co = 0; co < outputs; co++) {
            const pixel = (y + Math.floor(tap / 5)) * (side + 4) + x + (tap % 5);
            visit(pixel * inputs + ci, (tap * inputs + ci) * outputs + co, (y * side + x) * outputs + co);
          }
}

export function convolve(of: Convolution) {
  return (input: Floats, kernel: Floats, bias: Floats) => {
    const sums = Float64Array.from({ length: of.side ** 2 * of.outputs }, (_, i) =>
      value(bias, i % of.outputs),
    );
    everyProduct(of, (i, k, o) => {
      sums[o] = value(sums, o) + value(input, i) * value(kernel, k);
    });
    return sums;
  };
}

export function kernelGradientOf(of: Convolution) {
  return (input: Floats, gradient: Floats) => {
    const sums = new Float64Array(25 * of.inputs * of.outputs);
    everyProduct(of, (i, k, o) => {
      sums[k] = value(sums, k) + value(input, i) * value(gradient, o);
    });
    return sums;
  };
}

export function inputGradientOf(of: Convolution) {
  return (kernel: Floats, gradient: Floats) => {
    const sums = new Float64Array((of.side + 4) ** 2 * of.inputs);
    everyProduct(of, (i, k, o) => {
      sums[i] = value(sums, i) + value(kernel, k) * value(gradient, o);
    });
    return sums;
  };
}

/** Means of 2 x 2, channels last. */
export function pool(maps: Floats, { side, outputs }: Convolution): Float64Array {
  const half = side / 2;
  return Float64Array.from({ length: half * half * outputs }, (_, i) => {
    const [m, pixel] = [i % outputs, Math.floor(i / outputs)];
    const corner = (2 * Math.floor(pixel / half) * side + 2 * (pixel % half)) * outputs + m;
    const below = corner + side * outputs;
    const sum = value(maps, corner) + value(maps, corner + outputs) + value(maps, below);
    return (sum + value(maps, below + outputs)) / 4;
  });
}

/** The gradient before pooling and tanh. */
export function unpool(gradient: Floats, maps: Floats, { side, outputs }: Convolution): Float64Array {
  return Float64Array.from(maps, (a, i) => {
    const [m, pixel] = [i % outputs, Math.floor(i / outputs)];
    const from = (Math.floor(Math.floor(pixel / side) / 2) * side) / 2 + Math.floor((pixel % side) / 2);
    return (value(gradient, from * outputs + m) / 4) * (1 - a * a);
  });
}

/** [pixel, map] to [map, pixel], and back with the numbers exchanged. */
export function transposed(values: Floats, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: values.length }, (_, i) =>
    value(values, (i % rows) * columns + Math.floor(i / rows)),
  );
}

export function sumsOfFour(values: Floats): Float64Array {
  return Float64Array.from(
    { length: values.length / 4 },
    (_, i) =>
      value(values, 4 * i) + value(values, 4 * i + 1) + value(values, 4 * i + 2) + value(values, 4 * i + 3),
  );
}
