import fc from 'fast-check';
import { compareSums, type Floats, type KernelCheck, scratch, seeds, value, valuesOf } from './check.ts';

export const denseChecks: KernelCheck[] = [
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
