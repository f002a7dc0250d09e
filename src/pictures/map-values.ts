import { type Architecture, activationOf, isDense, type Layer } from '../network/architecture.ts';
import { columnsOf } from './kernels.ts';

/** One sheet of a layer: a single map, or all units of a dense layer side by side. */
export interface SheetShape {
  readonly width: number;
  readonly height: number;
}

export function sheetShape(layer: Layer): SheetShape {
  const { width, height, maps } = layer;
  if (!isDense(layer)) return { width, height };
  const columns = columnsOf(layer);
  return { width: columns, height: maps / columns };
}

/**
 * The values of one sheet, row-major: a view for dense layers, else a copy of one map.
 * @param activations flat, A floats
 */
export function sheetValues(
  architecture: Architecture,
  activations: Float32Array,
  layer: Layer,
  map: number,
): Float32Array {
  const { name, width, height, maps } = layer;
  const all = activationOf(architecture, activations, name);
  if (isDense(layer)) return all;
  return Float32Array.from({ length: width * height }, (_, pixel) => all[pixel * maps + map] as number);
}
