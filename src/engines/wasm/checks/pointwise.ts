import fc from 'fast-check';
import { largest } from '../../../lib/lists.ts';
import { noDigit, targetOf } from '../../../network/labels.ts';
import { compare, type KernelCheck, ones, scratch, seeds, value, valuesOf } from './check.ts';

export const pointwiseChecks: KernelCheck[] = [
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
            const labels = Uint8Array.from({ length: n }, (_, i) => (seed + i) % (noDigit + 1));
            kernels.write(logitsAt, logits);
            kernels.writeBytes(kernels.at('LABELS'), labels);
            kernels.call('resetLoss');
            kernels.call('crossEntropy', logitsAt, kernels.at('LABELS'), out, n, 0.5);
            let [loss, correct] = [0, 0];
            for (let r = 0; r < n; r++) {
              const row = Float64Array.from(logits.subarray(16 * r, 16 * r + 10));
              const top = largest(row);
              const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0)) + top;
              const label = value(Float64Array.from(labels), r);
              loss += total - row.reduce((sum, x, c) => sum + targetOf(label, c) * x, 0);
              if (row.indexOf(top) === label) correct++;
              const expected = row.map((x, c) => (Math.exp(x - total) - targetOf(label, c)) / 2);
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
