import { type Architecture, activationOffset, layerBefore, layerNamed, tensorOf } from './architecture.ts';

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

/** The weight with which `unit` reads `source`, a unit of its receptive field in the layer before. */
export function weightBetween(
  architecture: Architecture,
  parameters: Float32Array,
  source: Unit,
  unit: Unit,
): number {
  const layer = layerNamed(architecture, unit.layer);
  const before = layerBefore(architecture, unit.layer);
  if (!before || layer.kind === 'pooling' || layer.kind === 'input') return 1 / layer.window ** 2;
  const { offset } = tensorOf(architecture, unit.layer, 'kernel');
  const input =
    layer.kind === 'dense'
      ? indexInLayer(architecture, source)
      : ((source.row - unit.row * layer.stride) * layer.window +
          (source.column - unit.column * layer.stride)) *
          before.maps +
        source.map;
  return parameters[offset + input * layer.maps + unit.map] as number;
}
