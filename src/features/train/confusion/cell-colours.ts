import { largest } from '../../../lib/lists.ts';
import { digitClasses } from '../../../network/labels.ts';
import { type ColourScale, cssColour, sequentialEntry } from '../../../pictures/colour-scales.ts';
import { type Counts, columnsOf } from './cells.ts';

/** The largest share of a digit's images that was taken for one other digit: the end of the colours. */
export function worstShare(counts: Counts): number {
  const shares = digitClasses.flatMap((label) => {
    const { row, total } = columnsOf(counts, label);
    return row.map((count, answer) => (answer === label || total === 0 ? 0 : count / total));
  });
  return largest(shares, 0);
}

/** Of a cell with errors: `share` of the digit's images, of at most `most`. */
export function cellColours(scale: ColourScale, share: number, most: number) {
  const entry = sequentialEntry(most > 0 ? share / most : 0);
  return { background: cssColour(scale, entry), color: contrasting(scale, entry) };
}

/** Black or white, whichever is easier to read on a colour: at least 4.58 to 1 (WCAG 2.2, 1.4.3). */
export function contrasting({ bytes }: ColourScale, entry: number): string {
  const [red = 0, green = 0, blue = 0] = Array.from(bytes.subarray(entry * 4, entry * 4 + 3), (byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
