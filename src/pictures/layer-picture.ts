import type { Architecture, Layer } from '../network/architecture.ts';
import { type ColourScale, divergingEntry, type Palette, sequentialEntry } from './colour-scales.ts';
import { isSequential, shareAlong } from './extents.ts';
import type { Tiling } from './tiling.ts';

/** The colour scale that a layer is shown with. */
export function scaleOf(palette: Palette, layer: Layer): ColourScale {
  if (layer.kind === 'input') return palette.ink;
  return layer.activation === 'softmax' ? palette.probability : palette.diverging;
}

/**
 * Writes a layer's activation into the RGBA words of its tiled picture; pixels between the maps are
 * left alone.
 * @param pixels tiling.width * tiling.height words
 * @param activation [height, width, maps], channels last
 * @param extentOfMap the value at the end of the colour scale for each map
 */
export function paintLayer(
  architecture: Architecture,
  pixels: Uint32Array,
  tiling: Tiling,
  activation: Float32Array,
  palette: Palette,
  extentOfMap: (map: number) => number,
): void {
  const { width, height, maps } = tiling.layer;
  const { words } = scaleOf(palette, tiling.layer);
  const sequential = isSequential(tiling.layer);
  for (let map = 0; map < maps; map++) {
    const extent = extentOfMap(map);
    const corner = (tiling.tops[map] as number) * tiling.width + (tiling.lefts[map] as number);
    for (let row = 0; row < height; row++) {
      let from = row * width * maps + map;
      let to = corner + row * tiling.zoom * tiling.width;
      for (let column = 0; column < width; column++, from += maps, to += tiling.zoom) {
        const value = activation[from] as number;
        const entry = sequential
          ? sequentialEntry(shareAlong(architecture, tiling.layer, value))
          : divergingEntry(value, extent);
        fillSquare(pixels, to, tiling, words[entry] as number);
      }
    }
  }
}

function fillSquare(pixels: Uint32Array, corner: number, { zoom, width }: Tiling, word: number): void {
  if (zoom === 1) {
    pixels[corner] = word;
    return;
  }
  for (let row = 0; row < zoom; row++) {
    const start = corner + row * width;
    pixels.fill(word, start, start + zoom);
  }
}

/** Colours a single sheet of values (a kernel, one map): one word a value. */
export function paintValues(
  pixels: Uint32Array,
  values: ArrayLike<number>,
  scale: ColourScale,
  entryOf: (value: number) => number,
): void {
  for (let index = 0; index < values.length; index++) {
    pixels[index] = scale.words[entryOf(values[index] as number)] as number;
  }
}
