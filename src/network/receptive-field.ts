import { expectThat } from '../lib/expect.ts';
import { type Architecture, isDense, type Layer, layerNamed, readsOwnMap } from './architecture.ts';
import type { Unit } from './unit.ts';

/** The part of an earlier layer that a unit depends on: rows and columns are [from, to). */
export interface ReceptiveField {
  readonly layer: string;
  readonly rowFrom: number;
  readonly rowTo: number;
  readonly columnFrom: number;
  readonly columnTo: number;
  readonly maps: readonly number[];
}

/**
 * The receptive fields of a unit in all earlier layers, nearest first, from shapes, windows and
 * strides alone: output i of a window w at stride s reads [i * s, i * s + w). Pooling reads its own
 * map, a convolution all maps or those that it is connected to, a dense unit all there is.
 * @throws ExpectationError when the layer has no such unit
 */
export function receptiveFields(architecture: Architecture, unit: Unit): ReceptiveField[] {
  const { layers } = architecture;
  const own = layerNamed(architecture, unit.layer);
  const inside = (value: number, extent: number) => Number.isInteger(value) && value >= 0 && value < extent;
  expectThat(
    inside(unit.map, own.maps) && inside(unit.row, own.height) && inside(unit.column, own.width),
    'receptiveFields',
    `a unit of ${own.name}, ${own.height} x ${own.width} x ${own.maps}`,
    [unit.row, unit.column, unit.map],
  );
  const fields: ReceptiveField[] = [];
  let field: ReceptiveField = {
    layer: unit.layer,
    rowFrom: unit.row,
    rowTo: unit.row + 1,
    columnFrom: unit.column,
    columnTo: unit.column + 1,
    maps: [unit.map],
  };
  for (let depth = layers.indexOf(own); depth > 0; depth--) {
    field = fieldBefore(field, layers[depth] as Layer, layers[depth - 1] as Layer);
    fields.push(field);
  }
  return fields;
}

function fieldBefore(field: ReceptiveField, layer: Layer, before: Layer): ReceptiveField {
  const { stride, window } = layer;
  const span = (from: number, to: number, extent: number): [number, number] =>
    isDense(layer) ? [0, extent] : [from * stride, (to - 1) * stride + window];
  const [rowFrom, rowTo] = span(field.rowFrom, field.rowTo, before.height);
  const [columnFrom, columnTo] = span(field.columnFrom, field.columnTo, before.width);
  const maps = mapsBefore(field.maps, layer, before);
  return { layer: before.name, rowFrom, rowTo, columnFrom, columnTo, maps };
}

function mapsBefore(maps: readonly number[], layer: Layer, before: Layer): readonly number[] {
  if (readsOwnMap(layer)) return maps;
  const all = Array.from({ length: before.maps }, (_, map) => map);
  const sources = layer.kind === 'convolution' ? layer.sources : undefined;
  return sources ? all.filter((source) => maps.some((map) => sources[map]?.includes(source))) : all;
}
