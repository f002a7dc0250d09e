import type { LabelledDigits } from '../data/labelled-digits.ts';
import { digitSide, digitSize } from '../network/rasters.ts';

/** Pictures of many digits in one, row after row, as near to a square as it goes. */
export interface AtlasLayout {
  readonly columns: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export function atlasLayout(count: number): AtlasLayout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  return { columns, width: columns * digitSide, height: rows * digitSide };
}

/** The corner of a digit's picture, in pixels. */
export function atlasCorner({ columns }: AtlasLayout, at: number): readonly [x: number, y: number] {
  return [(at % columns) * digitSide, Math.floor(at / columns) * digitSide];
}

/**
 * Paints the ink of each digit in the colour of its class, as opaque as it is dark; paper is left clear, so that
 * pictures may overlap.
 * @param pixels RGBA bytes, width * height * 4
 * @param colours ten, each red, green, blue
 */
export function paintAtlas(
  pixels: Uint8ClampedArray,
  layout: AtlasLayout,
  { digits, labels }: LabelledDigits,
  colours: readonly (readonly [number, number, number])[],
): void {
  for (let at = 0; at < labels.length; at++) {
    const [red, green, blue] = colours[labels[at] as number] ?? [0, 0, 0];
    const [left, top] = atlasCorner(layout, at);
    for (let pixel = 0; pixel < digitSize; pixel++) {
      const row = top + Math.floor(pixel / digitSide);
      const to = 4 * (row * layout.width + left + (pixel % digitSide));
      pixels[to] = red;
      pixels[to + 1] = green;
      pixels[to + 2] = blue;
      pixels[to + 3] = digits[at * digitSize + pixel] as number;
    }
  }
}
