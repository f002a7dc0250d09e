import { largest } from '../lib/lists.ts';
import type { Layer } from '../network/architecture.ts';
import type { Unit } from '../network/unit.ts';

/**
 * How the maps of a layer lie side by side in one picture. Maps stand
 * in ranks (downwards) and files (to the right); each rank may lean to the right and each file may
 * drop, so that the sheets recede as in the 1998 figure while every one stays whole.
 */
export interface Arrangement {
  readonly files: number;
  /** Side of one value in picture pixels: 1 for maps, more for single units with a fine gap between. */
  readonly zoom: number;
  /** Pixels between neighbouring maps. */
  readonly gap: number;
  /** Pixels by which each rank stands further right than the one above. */
  readonly lean: number;
  /** Pixels by which each file stands lower than the one to its left. */
  readonly drop: number;
}

export interface Tiling {
  readonly layer: Layer;
  /** Maps in one rank. */
  readonly files: number;
  /** Side of one value in picture pixels. */
  readonly zoom: number;
  /** The whole picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Left and top pixel of each map. */
  readonly lefts: readonly number[];
  readonly tops: readonly number[];
}

export function tile(layer: Layer, arrangement: Arrangement): Tiling {
  const { maps } = layer;
  const { files, zoom, gap, lean, drop } = arrangement;
  const [width, height] = [layer.width * zoom, layer.height * zoom];
  const places = Array.from({ length: maps }, (_, map) => {
    const rank = Math.floor(map / files);
    const file = map % files;
    return { left: file * (width + gap) + rank * lean, top: rank * (height + gap) + file * drop };
  });
  return {
    layer,
    files,
    zoom,
    width: largest(places.map(({ left }) => left)) + width,
    height: largest(places.map(({ top }) => top)) + height,
    lefts: places.map(({ left }) => left),
    tops: places.map(({ top }) => top),
  };
}

/** The unit at a point of the picture, in pixels; between the maps and around them the nearest one. */
export function unitAt(tiling: Tiling, x: number, y: number): Unit {
  const { name: layer, width, height, maps } = tiling.layer;
  let nearest: Unit = { layer, map: 0, row: 0, column: 0 };
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (let map = 0; map < maps; map++) {
    const insideX = (x - (tiling.lefts[map] as number)) / tiling.zoom;
    const insideY = (y - (tiling.tops[map] as number)) / tiling.zoom;
    const column = Math.max(0, Math.min(width - 1, Math.floor(insideX)));
    const row = Math.max(0, Math.min(height - 1, Math.floor(insideY)));
    const distance = Math.hypot(insideX - column - 0.5, insideY - row - 0.5);
    if (distance < nearestDistance) {
      nearest = { layer, map, row, column };
      nearestDistance = distance;
    }
  }
  return nearest;
}
