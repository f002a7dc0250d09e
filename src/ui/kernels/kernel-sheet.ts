import { layerBefore, layerNamed, parameterTensor } from '../../network/spec.ts';
import { type ColourScale, divergingEntry } from '../../pictures/colour-scales.ts';

/**
 * All kernels of a convolution in one picture, one pixel a weight and a pixel between two kernels:
 * a column for each of the layer's maps, a row for each map that it reads (C1: 6 x 1, C3: 16 x 6).
 */

export type ConvolutionName = 'C1' | 'C3';

interface KernelSheet {
  readonly columns: number;
  readonly rows: number;
  /** Side of one kernel. */
  readonly window: number;
  /** The picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

export function kernelSheet(layer: ConvolutionName): KernelSheet {
  const { maps: columns, window } = layerNamed(layer);
  const rows = layerBefore(layer)?.maps ?? 1;
  return { columns, rows, window, width: columns * (window + 1) - 1, height: rows * (window + 1) - 1 };
}

/** The largest magnitude among a layer's kernels: the ends of the scale they share. */
export function convolutionExtent(values: Float32Array, layer: ConvolutionName): number {
  const { offset, size } = parameterTensor(layer, 'kernel');
  let extent = 0;
  for (let at = offset; at < offset + size; at++) {
    const magnitude = Math.abs(values[at] as number);
    if (magnitude > extent) extent = magnitude;
  }
  return extent;
}

/**
 * Writes the layer's kernels into the words of its sheet; what is between them is left alone.
 * @param values flat parameters or gradients, kernels as [row, column, in, out]
 */
export function paintKernels(
  pixels: Uint32Array,
  values: Float32Array,
  layer: ConvolutionName,
  scale: ColourScale,
  extent: number,
): void {
  const { columns, rows, window, width } = kernelSheet(layer);
  let from = parameterTensor(layer, 'kernel').offset;
  for (let tapRow = 0; tapRow < window; tapRow++) {
    for (let tapColumn = 0; tapColumn < window; tapColumn++) {
      for (let source = 0; source < rows; source++) {
        const rowStart = (source * (window + 1) + tapRow) * width + tapColumn;
        for (let map = 0; map < columns; map++, from++) {
          const entry = divergingEntry(values[from] as number, extent);
          pixels[rowStart + map * (window + 1)] = scale.words[entry] as number;
        }
      }
    }
  }
}
