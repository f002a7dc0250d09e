import { type Architecture, layerBefore, layerNamed, readersOf, tensorOf } from '../network/architecture.ts';
import { type ColourScale, divergingEntry } from './colour-scales.ts';

/**
 * All kernels of a convolution in one picture, one pixel a weight and a pixel between two kernels:
 * a column for each of the layer's maps, a row for each map that it reads (C1: 6 x 1, C3: 16 x 6).
 */

interface KernelSheet {
  readonly columns: number;
  readonly rows: number;
  /** Side of one kernel. */
  readonly window: number;
  /** The picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

export function kernelSheet(architecture: Architecture, layer: string): KernelSheet {
  const { maps: columns, window } = layerNamed(architecture, layer);
  const rows = layerBefore(architecture, layer)?.maps ?? 1;
  return { columns, rows, window, width: columns * (window + 1) - 1, height: rows * (window + 1) - 1 };
}

/** The largest magnitude among a layer's kernels: the ends of the scale they share. */
export function convolutionExtent(architecture: Architecture, values: Float32Array, layer: string): number {
  const { offset, size } = tensorOf(architecture, layer, 'kernel');
  let extent = 0;
  for (let at = offset; at < offset + size; at++) {
    const magnitude = Math.abs(values[at] as number);
    if (magnitude > extent) extent = magnitude;
  }
  return extent;
}

/**
 * Writes the layer's kernels into the words of its sheet; what is between them is left alone, and so are the places of
 * maps that are not connected.
 * @param values flat parameters or gradients
 */
export function paintKernels(
  pixels: Uint32Array,
  architecture: Architecture,
  values: Float32Array,
  layer: string,
  scale: ColourScale,
  extent: number,
): void {
  const { rows, window, width } = kernelSheet(architecture, layer);
  const before = layerBefore(architecture, layer);
  const readers = before ? readersOf(layerNamed(architecture, layer), before) : [];
  let from = tensorOf(architecture, layer, 'kernel').offset;
  for (let tapRow = 0; tapRow < window; tapRow++) {
    for (let tapColumn = 0; tapColumn < window; tapColumn++) {
      for (let source = 0; source < rows; source++) {
        const rowStart = (source * (window + 1) + tapRow) * width + tapColumn;
        for (const map of readers[source] ?? []) {
          const entry = divergingEntry(values[from++] as number, extent);
          pixels[rowStart + map * (window + 1)] = scale.words[entry] as number;
        }
      }
    }
  }
}
