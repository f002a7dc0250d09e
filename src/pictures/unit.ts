import { type Architecture, activationOffset, layerNamed } from '../network/architecture.ts';

/** One unit of the network. Rows, columns and maps count from 0; dense layers have row = column = 0. */
export interface Unit {
  readonly layer: string;
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** Place of the unit's value within its layer's activation. */
export function indexInLayer(architecture: Architecture, unit: Unit): number {
  const { width, maps } = layerNamed(architecture, unit.layer);
  return (unit.row * width + unit.column) * maps + unit.map;
}

/** Value of the unit in a flat activation vector. */
export function unitValue(architecture: Architecture, activations: Float32Array, unit: Unit): number {
  const offset = activationOffset(architecture, unit.layer);
  return activations[offset + indexInLayer(architecture, unit)] as number;
}

export function sameUnit(one: Unit | null, other: Unit | null): boolean {
  if (!one || !other) return one === other;
  return (
    one.layer === other.layer && one.map === other.map && one.row === other.row && one.column === other.column
  );
}
