import { expect, test } from 'vitest';
import { tensorOf } from '../network/architecture.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { divergingEntry, palettes } from './colour-scales.ts';
import { convolutionExtent, kernelSheet, paintKernels } from './kernel-sheet.ts';
import { kernelsOf } from './kernels.ts';

const scale = palettes.light.diverging;

test('every weight lies where its kernel, row and column say', () => {
  const parameters = Float32Array.from({ length: lenet5.parameterCount }, (_, at) => Math.sin(at));
  for (const layer of ['C1', 'C3'] as const) {
    const { columns, rows, window, width, height } = kernelSheet(lenet5, layer);
    const pixels = new Uint32Array(width * height);
    const extent = convolutionExtent(lenet5, parameters, layer);
    paintKernels(pixels, lenet5, parameters, layer, scale, extent);
    for (let map = 0; map < columns; map++) {
      const kernels = kernelsOf({ architecture: lenet5, parameters }, layer, map);
      expect(kernels).toHaveLength(rows);
      for (const { source, weights } of kernels) {
        for (let tap = 0; tap < window * window; tap++) {
          const row = (source ?? 0) * (window + 1) + Math.floor(tap / window);
          const column = map * (window + 1) + (tap % window);
          const expected = scale.words[divergingEntry(weights[tap] as number, extent)];
          expect(pixels[row * width + column]).toBe(expected);
        }
      }
    }
    expect(pixels.filter((word) => word === 0)).toHaveLength(width * height - columns * rows * window ** 2);
  }
});

test('a scale ends at the largest magnitude of its own layer', () => {
  const parameters = new Float32Array(lenet5.parameterCount);
  parameters[tensorOf(lenet5, 'C1', 'kernel').offset + 7] = -0.5;
  parameters[tensorOf(lenet5, 'C3', 'kernel').offset] = 2;
  parameters[tensorOf(lenet5, 'C3', 'bias').offset] = 9;
  expect(convolutionExtent(lenet5, parameters, 'C1')).toBe(0.5);
  expect(convolutionExtent(lenet5, parameters, 'C3')).toBe(2);
});
