import { type Architecture, layerNamed } from '../network/architecture.ts';
import type { Unit } from '../network/unit.ts';

/** What a person asks about: a whole map of C1, S2, C3 or S4, or one unit of C5, F6 or the output. */
export type Target = Pick<Unit, 'layer' | 'map'>;

/** Every target of a network: maps and units in the order of its layers, the input left out. */
export function targetsOf({ layers }: Architecture): Target[] {
  return layers
    .filter(({ kind }) => kind !== 'input')
    .flatMap(({ name, maps }) => Array.from({ length: maps }, (_, map) => ({ layer: name, map })));
}

/** The unit in the middle of a map; a dense unit is its own. */
export function middleUnit(architecture: Architecture, { layer, map }: Target): Unit {
  const { height, width } = layerNamed(architecture, layer);
  return { layer, map, row: height >> 1, column: width >> 1 };
}
