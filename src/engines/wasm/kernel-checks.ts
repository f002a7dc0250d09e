import fc from 'fast-check';
import { randomFromSeed } from '../../lib/random.ts';
import type { RawKernels } from './raw-kernels.ts';

/**
 * Every kernel alone against plain float64 loops, on random values and, where a kernel takes them,
 * random shapes. Free of any test framework, so that the same list runs in Node and in browsers.
 *
 * A sum of n products in float32 is off by some part of the sum of the products' absolute values, so
 * that is what tolerances refer to: the loops run a second time on absolute values.
 */
export interface KernelCheck {
  /** With the tolerance that it claims. */
  readonly name: string;
  /** @throws Error naming the index with both values */
  readonly run: (kernels: RawKernels) => void;
}

type Floats = Float32Array | Float64Array;
const runs = { numRuns: 8 };

/** Floats of random sizes, with some zeros and some far from 1, in the precision that the kernels read. */
function valuesOf(seed: number, length: number, scale = 1): Float32Array {
  const random = randomFromSeed(seed);
  return Float32Array.from({ length }, () => (random.integer(0, 9) ? random.normal() * scale : 0));
}

function compare(what: string, got: Floats, expected: Floats, scale: Floats, tolerance: number): void {
  for (let i = 0; i < expected.length; i++) {
    const [value, wanted] = [got[i] as number, expected[i] as number];
    // Written so that a NaN fails.
    if (!(Math.abs(value - wanted) <= tolerance * (scale[i] as number) + 1e-30))
      throw new Error(`${what}, index ${i}: expected ${wanted}, got ${value}`);
  }
}

/** Compares a kernel with loops, which run on the values and on their absolute values. */
function compareSums(
  what: string,
  got: Floats,
  inputs: readonly Floats[],
  loops: (...inputs: Floats[]) => Float64Array,
  tolerance: number,
): void {
  const absolute = inputs.map((values) => values.map(Math.abs));
  compare(what, got, loops(...inputs), loops(...absolute), tolerance);
}

/** A valid convolution of 5 x 5 as index lists: input, kernel and output place of every product. */
interface Convolution {
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
}
const c1: Convolution = { side: 28, inputs: 1, outputs: 6 };
const c3: Convolution = { side: 10, inputs: 6, outputs: 16 };

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

const value = (of: Floats, index: number) => of[index] as number;

function convolve(of: Convolution) {
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

function kernelGradientOf(of: Convolution) {
  return (input: Floats, gradient: Floats) => {
    const sums = new Float64Array(25 * of.inputs * of.outputs);
    everyProduct(of, (i, k, o) => {
      sums[k] = value(sums, k) + value(input, i) * value(gradient, o);
    });
    return sums;
  };
}

function inputGradientOf(of: Convolution) {
  return (kernel: Floats, gradient: Floats) => {
    const sums = new Float64Array((of.side + 4) ** 2 * of.inputs);
    everyProduct(of, (i, k, o) => {
      sums[i] = value(sums, i) + value(kernel, k) * value(gradient, o);
    });
    return sums;
  };
}

/** Means of 2 x 2, channels last. */
function pool(maps: Floats, { side, outputs }: Convolution): Float64Array {
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
function unpool(gradient: Floats, maps: Floats, { side, outputs }: Convolution): Float64Array {
  return Float64Array.from(maps, (a, i) => {
    const [m, pixel] = [i % outputs, Math.floor(i / outputs)];
    const from = (Math.floor(Math.floor(pixel / side) / 2) * side) / 2 + Math.floor((pixel % side) / 2);
    return (value(gradient, from * outputs + m) / 4) * (1 - a * a);
  });
}

/** [pixel, map] to [map, pixel], and back with the numbers exchanged. */
function transposed(values: Floats, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: values.length }, (_, i) =>
    value(values, (i % rows) * columns + Math.floor(i / rows)),
  );
}

const ones = (length: number) => new Float64Array(length).fill(1);
const seeds = fc.integer({ min: 1, max: 1e6 });

/** Four regions that are large enough for anything here. */
function scratch(kernels: RawKernels): [number, number, number, number] {
  const start = kernels.at('C1_MAPS');
  return [start, start + 100_000, start + 200_000, start + 300_000];
}

const convolutionChecks: KernelCheck[] = [
  {
    name: 'widenDigit: bytes / 255 in a border of zeros, to the bit',
    run: (kernels) => {
      const bytes = Uint8Array.from({ length: 784 }, (_, i) => i);
      const input = kernels.at('INPUTS');
      kernels.call('widenDigit', kernels.writeBytes(kernels.at('DIGITS'), bytes), input);
      const expected = new Float32Array(1024);
      bytes.forEach((byte, i) => {
        expected[(Math.floor(i / 28) + 2) * 32 + (i % 28) + 2] = byte / 255;
      });
      compare('input', kernels.read(input, 1024), expected, expected, 0);
    },
  },
  {
    name: 'c1Forward: maps and means within 1e-6 of the sums of absolute products',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, fc.constantFrom(0.01, 0.3, 3), (seed, scale) => {
          const input = valuesOf(seed, 1024);
          const [kernel, bias] = [valuesOf(seed + 1, 150, scale), valuesOf(seed + 2, 6, scale)];
          kernels.write(kernels.at('PARAMETERS') + kernels.at('C1_KERNEL'), kernel);
          kernels.write(kernels.at('PARAMETERS') + kernels.at('C1_BIAS'), bias);
          const [from, maps, means] = scratch(kernels);
          kernels.call('c1Forward', kernels.write(from, input), maps, means);
          const expected = convolve(c1)(input, kernel, bias).map(Math.tanh);
          const scales = convolve(c1)(input.map(Math.abs), kernel.map(Math.abs), bias.map(Math.abs));
          // Where tanh is flat the sum's error shrinks; a relative error of tanh itself remains.
          const allowed = scales.map((sum, i) => sum * (1 - value(expected, i) ** 2) + 1);
          compare('C1', transposed(kernels.read(maps, 4704), 6, 784), expected, allowed, 1e-6);
          compare('S2', kernels.read(means, 1176), pool(expected, c1), pool(allowed, c1), 1e-6);
        }),
        runs,
      ),
  },
  {
    name: 'c3Forward: maps and means within 1e-6 of the sums of absolute products',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, fc.constantFrom(0.01, 0.1, 1), (seed, scale) => {
          const input = valuesOf(seed, 1176);
          const [kernel, bias] = [valuesOf(seed + 1, 2400, scale), valuesOf(seed + 2, 16, scale)];
          kernels.write(kernels.at('PARAMETERS') + kernels.at('C3_KERNEL'), kernel);
          kernels.write(kernels.at('PARAMETERS') + kernels.at('C3_BIAS'), bias);
          const [from, maps, means] = scratch(kernels);
          kernels.call('c3Forward', kernels.write(from, input), maps, means);
          const expected = convolve(c3)(input, kernel, bias).map(Math.tanh);
          const scales = convolve(c3)(input.map(Math.abs), kernel.map(Math.abs), bias.map(Math.abs));
          const allowed = scales.map((sum, i) => sum * (1 - value(expected, i) ** 2) + 1);
          compare('C3', kernels.read(maps, 1600), expected, allowed, 1e-6);
          compare('S4', kernels.read(means, 400), pool(expected, c3), pool(allowed, c3), 1e-6);
        }),
        runs,
      ),
  },
  {
    name: 'c3Backward: gradients within 1e-6 of the largest, bias sums within 1e-5, added to what was there',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const [maps, gradient] = [valuesOf(seed, 1600).map(Math.tanh), valuesOf(seed + 1, 400)];
          const [a, b, out] = scratch(kernels);
          const bias = kernels.write(
            kernels.at('GRADIENT') + kernels.at('C3_BIAS'),
            new Float32Array(16).fill(3),
          );
          kernels.call('c3Backward', kernels.write(a, maps), kernels.write(b, gradient), out);
          const expected = unpool(gradient, maps, c3);
          compare('gradient at C3', kernels.read(out, 1600), expected, ones(1600), 1e-6);
          const sums = new Float64Array(16).fill(3);
          expected.forEach((g, i) => {
            sums[i % 16] = value(sums, i % 16) + g;
          });
          compare('bias', kernels.read(bias, 16), sums, ones(16), 1e-5);
        }),
        runs,
      ),
  },
  {
    name: 'c3KernelGradient: within 1e-6 of the sums of absolute products, added to what was there',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const [input, gradient] = [valuesOf(seed, 1176), valuesOf(seed + 1, 1600)];
          const before = valuesOf(seed + 2, 2400);
          const [a, b] = scratch(kernels);
          const out = kernels.write(kernels.at('GRADIENT') + kernels.at('C3_KERNEL'), before);
          kernels.call('c3KernelGradient', kernels.write(a, input), kernels.write(b, gradient));
          const loops = (x: Floats, g: Floats, was: Floats) =>
            kernelGradientOf(c3)(x, g).map((sum, i) => sum + value(was, i));
          compareSums('kernel', kernels.read(out, 2400), [input, gradient, before], loops, 1e-6);
        }),
        runs,
      ),
  },
  {
    name: 'c3InputGradient: within 1e-6 of the sums of absolute products',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const [kernel, gradient] = [valuesOf(seed, 2400), valuesOf(seed + 1, 1600)];
          kernels.write(kernels.at('PARAMETERS') + kernels.at('C3_KERNEL'), kernel);
          kernels.call('packBackward');
          const [a, out] = scratch(kernels);
          kernels.call('c3InputGradient', kernels.write(a, gradient), out);
          const row = kernels.at('S2_GRADIENT_ROW') / 4;
          const got = Float32Array.from({ length: 1176 }, (_, i) =>
            value(kernels.read(out + (Math.floor(i / 84) * row + (i % 84)) * 4, 1), 0),
          );
          compareSums('gradient at S2', got, [kernel, gradient], inputGradientOf(c3), 1e-6);
        }),
        runs,
      ),
  },
  {
    name: 'c1Backward: gradients within 1e-6 of the largest, bias sums within 1e-5, added to what was there',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const [maps, gradient] = [valuesOf(seed, 4704).map(Math.tanh), valuesOf(seed + 1, 1176)];
          const [a, b, out] = scratch(kernels);
          const row = kernels.at('S2_GRADIENT_ROW');
          for (let y = 0; y < 14; y++) kernels.write(b + y * row, gradient.subarray(y * 84, y * 84 + 84));
          const bias = kernels.write(kernels.at('C1_BIAS_SUMS'), new Float32Array(24).fill(0.5));
          kernels.call('c1Backward', kernels.write(a, transposed(maps, 784, 6)), b, out);
          const expected = unpool(gradient, maps, c1);
          const got = transposed(kernels.read(out, 4704), 6, 784);
          compare('gradient at C1', got, expected, ones(4704), 1e-6);
          const sums = new Float64Array(6).fill(2);
          expected.forEach((g, i) => {
            sums[i % 6] = value(sums, i % 6) + g;
          });
          compare('bias', sumsOfFour(kernels.read(bias, 24)), sums, ones(6), 1e-5);
        }),
        runs,
      ),
  },
  {
    name: 'c1KernelGradient: within 1e-6 of the sums of absolute products, added to what was there',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const [input, gradient] = [valuesOf(seed, 1024), valuesOf(seed + 1, 4704)];
          const before = valuesOf(seed + 2, 600);
          const [a, b] = scratch(kernels);
          const out = kernels.write(kernels.at('C1_KERNEL_SUMS'), before);
          kernels.write(b, transposed(gradient, 784, 6));
          kernels.call('c1KernelGradient', kernels.write(a, input), b);
          const loops = (x: Floats, g: Floats, was: Floats) =>
            kernelGradientOf(c1)(x, g).map((sum, i) => sum + value(sumsOfFour(was), i));
          const got = sumsOfFour(kernels.read(out, 600));
          compareSums('kernel', got, [input, gradient, before], loops, 1e-6);
        }),
        runs,
      ),
  },
];

function sumsOfFour(values: Floats): Float64Array {
  return Float64Array.from(
    { length: values.length / 4 },
    (_, i) =>
      value(values, 4 * i) + value(values, 4 * i + 1) + value(values, 4 * i + 2) + value(values, 4 * i + 3),
  );
}

const denseChecks: KernelCheck[] = [
  {
    name: 'product of 1 to 32 rows, any depth and width: within 1e-6 of the sums of absolute products',
    run: (kernels) =>
      fc.assert(
        fc.property(
          seeds,
          fc.integer({ min: 1, max: 32 }),
          fc.integer({ min: 1, max: 50 }),
          fc.integer({ min: 1, max: 6 }),
          fc.boolean(),
          (seed, rows, depth, widthInPanels, biased) => {
            const width = widthInPanels * 8;
            const [a, b] = [valuesOf(seed, rows * depth), valuesOf(seed + 1, depth * width)];
            const bias = biased ? valuesOf(seed + 2, width) : new Float32Array(width);
            const [aAt, bAt, biasAt, out] = scratch(kernels);
            kernels.write(aAt, a);
            for (let n = 0; n < width; n += 8)
              for (let k = 0; k < depth; k++)
                kernels.write(bAt + (n * depth + k * 8) * 4, b.subarray(k * width + n, k * width + n + 8));
            kernels.write(biasAt, bias);
            const place = biased ? biasAt : 0;
            kernels.call('product', aAt, depth * 4, bAt, place, out, width * 4, rows, depth, width);
            const loops = (x: Floats, w: Floats, c: Floats) =>
              Float64Array.from({ length: rows * width }, (_, i) => {
                let sum = value(c, i % width);
                for (let k = 0; k < depth; k++)
                  sum += value(x, Math.floor(i / width) * depth + k) * value(w, k * width + (i % width));
                return sum;
              });
            compareSums('product', kernels.read(out, rows * width), [a, b, bias], loops, 1e-6);
          },
        ),
        { numRuns: 40 },
      ),
  },
  {
    name: 'kernelGradient and biasGradient of 1 to 32 rows: within 1e-6 of the sums of absolute products',
    run: (kernels) =>
      fc.assert(
        fc.property(
          seeds,
          fc.integer({ min: 1, max: 32 }),
          fc.integer({ min: 1, max: 8 }),
          fc.integer({ min: 1, max: 6 }),
          (seed, rows, inputsInFours, widthInPanels) => {
            const [inputs, width] = [inputsInFours * 4, widthInPanels * 8];
            const [a, g] = [valuesOf(seed, rows * inputs), valuesOf(seed + 1, rows * width)];
            const before = valuesOf(seed + 2, inputs * width);
            const [aAt, gAt, out, biasAt] = scratch(kernels);
            kernels.write(aAt, a);
            kernels.write(gAt, g);
            kernels.write(out, before);
            kernels.call('kernelGradient', aAt, inputs * 4, gAt, width * 4, out, rows, inputs, width);
            const loops = (x: Floats, d: Floats, was: Floats) =>
              Float64Array.from({ length: inputs * width }, (_, i) => {
                let sum = value(was, i);
                for (let r = 0; r < rows; r++)
                  sum += value(x, r * inputs + Math.floor(i / width)) * value(d, r * width + (i % width));
                return sum;
              });
            compareSums('kernel', kernels.read(out, inputs * width), [a, g, before], loops, 1e-6);
            kernels.write(biasAt, new Float32Array(width).fill(1));
            kernels.call('biasGradient', gAt, width * 4, biasAt, rows, width);
            const biasLoops = (d: Floats) =>
              Float64Array.from({ length: width }, (_, n) => {
                let sum = 1;
                for (let r = 0; r < rows; r++) sum += value(d, r * width + n);
                return sum;
              });
            compareSums('bias', kernels.read(biasAt, width), [g], biasLoops, 1e-6);
          },
        ),
        { numRuns: 40 },
      ),
  },
];

const pointwiseChecks: KernelCheck[] = [
  {
    name: 'tanh: relative error within 4e-7 from 1e-30 to 100, both signs; exact at 0, infinities and NaN',
    run: (kernels) => {
      const [at] = scratch(kernels);
      const sweep = Float32Array.from({ length: 20_000 }, (_, i) => 10 ** (-30 + (i * 32) / 20_000));
      const dense = Float32Array.from({ length: 20_000 }, (_, i) => i / 2000);
      const special = Float32Array.of(Number.NaN, Infinity, -Infinity, 0, 0, 0, 0, Number.NaN);
      for (const values of [sweep, dense, sweep.map((x) => -x), dense.map((x) => -x)]) {
        kernels.call('tanhInPlace', kernels.write(at, values), values.byteLength);
        const expected = Float64Array.from(values, Math.tanh);
        compare('tanh', kernels.read(at, values.length), expected, expected.map(Math.abs), 4e-7);
      }
      kernels.call('tanhInPlace', kernels.write(at, special), special.byteLength);
      const got = [...kernels.read(at, 4)];
      if (!Number.isNaN(got[0])) throw new Error(`tanh(NaN): expected NaN, got ${got[0]}`);
      compare('tanh', Float32Array.from(got.slice(1)), Float64Array.of(1, -1, 0), ones(3), 2.5e-7);
    },
  },
  {
    name: 'tanhBackward: within 1e-6',
    run: (kernels) => {
      const [g, a] = [valuesOf(1, 400), valuesOf(2, 400).map(Math.tanh)];
      const [at, values] = scratch(kernels);
      kernels.call('tanhBackward', kernels.write(at, g), kernels.write(values, a), 1600);
      const expected = Float64Array.from(g, (x, i) => x * (1 - value(a, i) ** 2));
      compare(
        'gradient',
        kernels.read(at, 400),
        expected,
        expected.map(Math.abs).map((x) => x + 1),
        1e-6,
      );
    },
  },
  {
    name: 'crossEntropy: loss within 1e-6, probabilities minus target within 1e-6, also of logits up to 1000',
    run: (kernels) =>
      fc.assert(
        fc.property(
          seeds,
          fc.integer({ min: 1, max: 32 }),
          fc.constantFrom(1, 30, 1000),
          (seed, n, scale) => {
            const [logitsAt, out] = scratch(kernels);
            const logits = valuesOf(seed, 16 * n, scale);
            const labels = Uint8Array.from({ length: n }, (_, i) => (seed + i) % 10);
            kernels.write(logitsAt, logits);
            kernels.writeBytes(kernels.at('LABELS'), labels);
            kernels.call('resetLoss');
            kernels.call('crossEntropy', logitsAt, kernels.at('LABELS'), out, n, 0.5);
            let [loss, correct] = [0, 0];
            for (let r = 0; r < n; r++) {
              const row = Float64Array.from(logits.subarray(16 * r, 16 * r + 10));
              const top = Math.max(...row);
              const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0)) + top;
              const label = value(Float64Array.from(labels), r);
              loss += total - value(row, label);
              if (row.indexOf(top) === label) correct++;
              const expected = row.map((x, c) => (Math.exp(x - total) - (c === label ? 1 : 0)) / 2);
              compare(`gradient of ${r}`, kernels.read(out + r * 64, 10), expected, ones(10), 1e-6);
            }
            const got = Float64Array.of(kernels.call('lossTotal'), kernels.call('correctTotal'));
            compare('loss, correct', got, Float64Array.of(loss, correct), Float64Array.of(loss, 0), 1e-6);
          },
        ),
        { numRuns: 30 },
      ),
  },
];

export const kernelChecks: readonly KernelCheck[] = [
  ...convolutionChecks,
  ...denseChecks,
  ...pointwiseChecks,
];
