import fc from 'fast-check';
import {
  compare,
  compareSums,
  type Floats,
  type KernelCheck,
  ones,
  scratch,
  seeds,
  value,
  valuesOf,
} from './check.ts';
import {
  c1,
  c3,
  convolve,
  inputGradientOf,
  kernelGradientOf,
  pool,
  sumsOfFour,
  transposed,
  unpool,
} from './loops.ts';

const runs = { numRuns: 8 };

export const convolutionChecks: readonly KernelCheck[] = [
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
  {
    name: 'c1InputGradient: within 1e-6 of the sums of absolute products',
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const [kernel, gradient] = [valuesOf(seed, 150), valuesOf(seed + 1, 4704)];
          kernels.write(kernels.at('PARAMETERS') + kernels.at('C1_KERNEL'), kernel);
          const [a, out] = scratch(kernels);
          kernels.call('c1InputGradient', kernels.write(a, transposed(gradient, 784, 6)), out);
          compareSums(
            'gradient at Input',
            kernels.read(out, 1024),
            [kernel, gradient],
            inputGradientOf(c1),
            1e-6,
          );
        }),
        runs,
      ),
  },
];
