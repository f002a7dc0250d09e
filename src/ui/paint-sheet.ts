import type { ColourScale } from '../pictures/colour-scales.ts';
import { paintValues } from '../pictures/layer-picture.ts';
import { contextOf } from './canvas.ts';

/** Paints a canvas of as many pixels as there are values, in the colours that `entryOf` finds in the scale. */
export function paintSheet(
  canvas: HTMLCanvasElement,
  values: Float32Array | Uint8Array,
  scale: ColourScale,
  entryOf: (value: number) => number,
): void {
  const context = contextOf(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  paintValues(new Uint32Array(image.data.buffer), values, scale, entryOf);
  context.putImageData(image, 0, 0);
}
