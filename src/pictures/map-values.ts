import { activationOf, type LayerName, layerNamed } from '../network/spec.ts';
import { denseColumns } from './kernels.ts';

/** One sheet of a layer: a single map, or all units of a dense layer side by side. */
export interface SheetShape {
  readonly width: number;
  readonly height: number;
}

export function sheetShape(layer: LayerName): SheetShape {
  const { kind, width, height, maps } = layerNamed(layer);
  if (kind !== 'dense') return { width, height };
  const columns = denseColumns[layer] ?? maps;
  return { width: columns, height: maps / columns };
}

/**
 * The values of one sheet, row-major: a view for dense layers, else a copy of one map.
 * @param activations flat, spec layout
 */
export function sheetValues(activations: Float32Array, layer: LayerName, map: number): Float32Array {
  const { kind, width, height, maps } = layerNamed(layer);
  const all = activationOf(activations, layer);
  if (kind === 'dense') return all;
  return Float32Array.from({ length: width * height }, (_, pixel) => all[pixel * maps + map] as number);
}
