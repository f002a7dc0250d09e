import { activationOffsets, type LayerName, layerNamed } from '../network/spec.ts';

/** One unit of the network. Rows, columns and maps count from 0; dense layers have row = column = 0. */
export interface Unit {
  readonly layer: LayerName;
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** Place of the unit's value within its layer's activation. */
export function indexInLayer(unit: Unit): number {
  const { width, maps } = layerNamed(unit.layer);
  return (unit.row * width + unit.column) * maps + unit.map;
}

/** Value of the unit in a flat activation vector. */
export function unitValue(activations: Float32Array, unit: Unit): number {
  return activations[activationOffsets[unit.layer] + indexInLayer(unit)] as number;
}

export function sameUnit(one: Unit | null, other: Unit | null): boolean {
  if (!one || !other) return one === other;
  return (
    one.layer === other.layer && one.map === other.map && one.row === other.row && one.column === other.column
  );
}
