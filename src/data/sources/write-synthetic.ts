import type { Drawing } from '../../digits/drawing/drawing.ts';
import type { Normalisation } from '../../digits/raster/normalisation.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { type Style, styles } from '../../digits/synthesis/styles.ts';
import { type SyntheticDigit, synthesise } from '../../digits/synthesis/synthesise.ts';
import type { Random } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import type { LabelledDigits } from '../labelled-digits.ts';

/**
 * Writes one synthetic digit to place `at`, the way of every drawing.
 * @param among the styles that are on, at least one
 */
export function writeSynthetic(
  random: Random,
  { digits, labels }: LabelledDigits,
  at: number,
  among: readonly Style[] = styles,
): void {
  for (;;) {
    const synthetic = synthesise(random, among);
    const picture = pictureOf(synthetic);
    // Every style has ink; this keeps a label from an image that would be blank.
    if (!picture) continue;
    digits.set(picture.digit, at * digitSize);
    labels[at] = synthetic.digit;
    return;
  }
}

/** In the hand's pen, or in a thin one where that would fill the digit's loops: no blob is an 8. */
function pictureOf({ drawing, lineWidth }: SyntheticDigit): Normalisation | null {
  const picture = normalise(drawing, { lineWidth });
  if (!picture || lineWidth <= thinPen) return picture;
  const lineArea = lengthOf(drawing) * picture.scale * lineWidth;
  return picture.inkArea < leastOpen * lineArea ? normalise(drawing, { lineWidth: thinPen }) : picture;
}

/** Ink of a line over that of one as long that never comes near itself. */
const leastOpen = 0.88;

/** In pixels of the 20 x 20 box. */
const thinPen = 1.8;

/** Of all strokes, in paper units. */
function lengthOf({ strokes }: Drawing): number {
  let length = 0;
  for (const { points } of strokes) {
    points.forEach((point, i) => {
      const before = points[i - 1];
      if (before) length += Math.hypot(point.x - before.x, point.y - before.y);
    });
  }
  return length;
}
