import { isDense } from '../../network/architecture.ts';
import type { Unit } from '../../network/unit.ts';
import type { Tiling } from '../../pictures/tiling.ts';
import { arrowKeys } from '../arrow-keys.ts';

/**
 * Where a key takes the cell cursor: arrows within a map, Page Up and Page Down or Shift and arrows
 * from map to map. Units of dense layers are maps of one cell, so there arrows do the same. Returns
 * null for any other key.
 */
export function moveUnit(unit: Unit, key: string, shift: boolean, tiling: Tiling): Unit | null {
  const { width, height, maps } = tiling.layer;
  const betweenMaps = shift || isDense(tiling.layer);
  const toMap = (step: number): Unit => {
    const map = unit.map + step;
    return map >= 0 && map < maps ? { ...unit, map } : unit;
  };
  const toCell = (rows: number, columns: number): Unit => ({
    ...unit,
    row: clamp(unit.row + rows, height),
    column: clamp(unit.column + columns, width),
  });
  const arrow = arrowKeys[key];
  if (arrow) {
    const [columns, rows] = arrow;
    return betweenMaps ? toMap(columns + rows * tiling.files) : toCell(rows, columns);
  }
  switch (key) {
    case 'PageUp':
      return toMap(-1);
    case 'PageDown':
      return toMap(1);
    case 'Home':
      return { ...unit, column: 0 };
    case 'End':
      return { ...unit, column: width - 1 };
    default:
      return null;
  }
}

/** Where the cursor stands when a layer is entered for the first time. */
export function middleUnit({ layer }: Tiling): Unit {
  const { name, width, height } = layer;
  return { layer: name, map: 0, row: Math.floor(height / 2), column: Math.floor(width / 2) };
}

export function clamp(value: number, extent: number): number {
  return Math.max(0, Math.min(extent - 1, value));
}
