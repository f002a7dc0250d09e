import { expect, test } from 'vitest';
import { parameterCount, parameterTensor } from '../../network/spec.ts';
import { divergingEntry, palettes } from '../../pictures/colour-scales.ts';
import { kernelsOf } from '../../pictures/kernels.ts';
import { convolutionExtent, kernelSheet, paintKernels } from './kernel-sheet.ts';

const scale = palettes.light.diverging;

test('every weight lies where its kernel, row and column say', () => {
  const parameters = Float32Array.from({ length: parameterCount }, (_, at) => Math.sin(at));
  for (const layer of ['C1', 'C3'] as const) {
    const { columns, rows, window, width, height } = kernelSheet(layer);
    const pixels = new Uint32Array(width * height);
    const extent = convolutionExtent(parameters, layer);
    paintKernels(pixels, parameters, layer, scale, extent);
    for (let map = 0; map < columns; map++) {
      const kernels = kernelsOf(parameters, layer, map);
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
  const parameters = new Float32Array(parameterCount);
  parameters[parameterTensor('C1', 'kernel').offset + 7] = -0.5;
  parameters[parameterTensor('C3', 'kernel').offset] = 2;
  parameters[parameterTensor('C3', 'bias').offset] = 9;
  expect(convolutionExtent(parameters, 'C1')).toBe(0.5);
  expect(convolutionExtent(parameters, 'C3')).toBe(2);
});
