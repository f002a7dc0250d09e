import { normalise } from '../digits/normalise.ts';
import { type Style, styles } from '../digits/synthesis/styles.ts';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import { digitSize } from '../lenet/rasters.ts';
import type { Random } from '../lib/random.ts';
import type { LabelledDigits } from './labelled-digits.ts';

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
    const { digit, drawing } = synthesise(random, among);
    const normalised = normalise(drawing);
    // Every style has ink; this keeps a label from an image that would be blank.
    if (!normalised) continue;
    digits.set(normalised.digit, at * digitSize);
    labels[at] = digit;
    return;
  }
}
