import {
  type Architecture,
  activationOffset,
  type Layer,
  layerBefore,
  layerNamed,
  type ParameterTensor,
  readersOf,
  tensorOf,
} from './architecture.ts';

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

/**
 * The weight with which `unit` reads `source`, a unit of its receptive field in the layer before: 1 / 4 for a mean of
 * four, the map's coefficient for a trained sum of four. Of an RBF unit, its centre there.
 */
export function weightBetween(
  architecture: Architecture,
  parameters: Float32Array,
  source: Unit,
  unit: Unit,
): number {
  const layer = layerNamed(architecture, unit.layer);
  const before = layerBefore(architecture, unit.layer);
  const parameter = (role: ParameterTensor['role'], at: number) =>
    parameters[tensorOf(architecture, unit.layer, role).offset + at] as number;
  switch (layer.kind) {
    case 'input':
    case 'pooling':
      return 1 / layer.window ** 2;
    case 'subsampling':
      return parameter('coefficient', unit.map);
    case 'rbf':
      return layer.centres[unit.map]?.[indexInLayer(architecture, source)] as number;
    case 'dense':
      return parameter('kernel', indexInLayer(architecture, source) * layer.maps + unit.map);
    case 'convolution': {
      const [row, column] = [
        source.row - unit.row * layer.stride,
        source.column - unit.column * layer.stride,
      ];
      const readers = readersOf(layer, before as Layer);
      const first = readers.slice(0, source.map).reduce((sum, maps) => sum + maps.length, 0);
      const pair = first + (readers[source.map]?.indexOf(unit.map) ?? 0);
      return parameter('kernel', (row * layer.window + column) * readers.flat().length + pair);
    }
  }
}
