import fc from 'fast-check';
import type { RawKernels } from '../raw-kernels.ts';
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

function onSeeds(name: string, check: (kernels: RawKernels, seed: number) => void): KernelCheck {
  return {
    name,
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, (seed) => check(kernels, seed)),
        runs,
      ),
  };
}

/** @param scales of the weights @param channelsLast brings the kernel's maps into the order of the loops */
function forwardCheck(
  layer: 'C1' | 'C3',
  pooled: 'S2' | 'S4',
  of: typeof c1,
  scales: readonly number[],
  channelsLast: (maps: Float32Array) => Float32Array,
): KernelCheck {
  const [mapSize, kernelSize] = [of.side ** 2 * of.outputs, 25 * of.inputs * of.outputs];
  return {
    name: `${layer.toLowerCase()}Forward: maps and means within 1e-6 of the sums of absolute products`,
    run: (kernels) =>
      fc.assert(
        fc.property(seeds, fc.constantFrom(...scales), (seed, scale) => {
          const input = valuesOf(seed, (of.side + 4) ** 2 * of.inputs);
          const [kernel, bias] = [
            valuesOf(seed + 1, kernelSize, scale),
            valuesOf(seed + 2, of.outputs, scale),
          ];
          kernels.write(kernels.at('PARAMETERS') + kernels.at(`${layer}_KERNEL`), kernel);
          kernels.write(kernels.at('PARAMETERS') + kernels.at(`${layer}_BIAS`), bias);
          const [from, maps, means] = scratch(kernels);
          kernels.call(`${layer.toLowerCase()}Forward`, kernels.write(from, input), maps, means);
          const expected = convolve(of)(input, kernel, bias).map(Math.tanh);
          const sums = convolve(of)(input.map(Math.abs), kernel.map(Math.abs), bias.map(Math.abs));
          // Where tanh is flat the sum's error shrinks; a relative error of tanh itself remains.
          const allowed = sums.map((sum, i) => sum * (1 - value(expected, i) ** 2) + 1);
          compare(layer, channelsLast(kernels.read(maps, mapSize)), expected, allowed, 1e-6);
          const [mean, allowedMean] = [pool(expected, of), pool(allowed, of)];
          compare(pooled, kernels.read(means, mapSize / 4), mean, allowedMean, 1e-6);
        }),
        runs,
      ),
  };
}

/** The bias sums that begin at `before` in each map. */
function biasSums(gradient: Float64Array, maps: number, before: number): Float64Array {
  const sums = new Float64Array(maps).fill(before);
  gradient.forEach((g, i) => {
    sums[i % maps] = value(sums, i % maps) + g;
  });
  return sums;
}

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
  forwardCheck('C1', 'S2', c1, [0.01, 0.3, 3], (maps) => transposed(maps, 6, 784)),
  forwardCheck('C3', 'S4', c3, [0.01, 0.1, 1], (maps) => maps),
  onSeeds(
    'c3Backward: gradients within 1e-6 of the largest, bias sums within 1e-5, added to what was there',
    (kernels, seed) => {
      const [maps, gradient] = [valuesOf(seed, 1600).map(Math.tanh), valuesOf(seed + 1, 400)];
      const [a, b, out] = scratch(kernels);
      const bias = kernels.at('GRADIENT') + kernels.at('C3_BIAS');
      kernels.write(bias, new Float32Array(16).fill(3));
      kernels.call('c3Backward', kernels.write(a, maps), kernels.write(b, gradient), out);
      const expected = unpool(gradient, maps, c3);
      compare('gradient at C3', kernels.read(out, 1600), expected, ones(1600), 1e-6);
      compare('bias', kernels.read(bias, 16), biasSums(expected, 16, 3), ones(16), 1e-5);
    },
  ),
  onSeeds(
    'c3KernelGradient: within 1e-6 of the sums of absolute products, added to what was there',
    (kernels, seed) => {
      const [input, gradient] = [valuesOf(seed, 1176), valuesOf(seed + 1, 1600)];
      const before = valuesOf(seed + 2, 2400);
      const [a, b] = scratch(kernels);
      const out = kernels.write(kernels.at('GRADIENT') + kernels.at('C3_KERNEL'), before);
      kernels.call('c3KernelGradient', kernels.write(a, input), kernels.write(b, gradient));
      const loops = (x: Floats, g: Floats, was: Floats) =>
        kernelGradientOf(c3)(x, g).map((sum, i) => sum + value(was, i));
      compareSums('kernel', kernels.read(out, 2400), [input, gradient, before], loops, 1e-6);
    },
  ),
  onSeeds('c3InputGradient: within 1e-6 of the sums of absolute products', (kernels, seed) => {
    const [kernel, gradient] = [valuesOf(seed, 2400), valuesOf(seed + 1, 1600)];
    kernels.write(kernels.at('PARAMETERS') + kernels.at('C3_KERNEL'), kernel);
    kernels.call('pack', 0, kernels.at('FLAT'));
    const [a, out] = scratch(kernels);
    kernels.call('c3InputGradient', kernels.write(a, gradient), out);
    const row = kernels.at('S2_GRADIENT_ROW') / 4;
    const got = Float32Array.from({ length: 1176 }, (_, i) =>
      value(kernels.read(out + (Math.floor(i / 84) * row + (i % 84)) * 4, 1), 0),
    );
    compareSums('gradient at S2', got, [kernel, gradient], inputGradientOf(c3), 1e-6);
  }),
  onSeeds(
    'c1Backward: gradients within 1e-6 of the largest, bias sums within 1e-5, added to what was there',
    (kernels, seed) => {
      const [maps, gradient] = [valuesOf(seed, 4704).map(Math.tanh), valuesOf(seed + 1, 1176)];
      const [a, b, out] = scratch(kernels);
      const row = kernels.at('S2_GRADIENT_ROW');
      for (let y = 0; y < 14; y++) kernels.write(b + y * row, gradient.subarray(y * 84, y * 84 + 84));
      const bias = kernels.write(kernels.at('C1_BIAS_SUMS'), new Float32Array(24).fill(0.5));
      kernels.call('c1Backward', kernels.write(a, transposed(maps, 784, 6)), b, out);
      const expected = unpool(gradient, maps, c1);
      const got = transposed(kernels.read(out, 4704), 6, 784);
      compare('gradient at C1', got, expected, ones(4704), 1e-6);
      compare('bias', sumsOfFour(kernels.read(bias, 24)), biasSums(expected, 6, 2), ones(6), 1e-5);
    },
  ),
  onSeeds(
    'c1KernelGradient: within 1e-6 of the sums of absolute products, added to what was there',
    (kernels, seed) => {
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
    },
  ),
  onSeeds('c1InputGradient: within 1e-6 of the sums of absolute products', (kernels, seed) => {
    const [kernel, gradient] = [valuesOf(seed, 150), valuesOf(seed + 1, 4704)];
    kernels.write(kernels.at('PARAMETERS') + kernels.at('C1_KERNEL'), kernel);
    const [a, out] = scratch(kernels);
    kernels.call('c1InputGradient', kernels.write(a, transposed(gradient, 784, 6)), out);
    const got = kernels.read(out, 1024);
    compareSums('gradient at Input', got, [kernel, gradient], inputGradientOf(c1), 1e-6);
  }),
];
