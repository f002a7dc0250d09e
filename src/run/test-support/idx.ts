import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { digitSide } from '../../network/rasters.ts';

/** Digits as a person's IDX files: images and labels. */
export function idxFiles({ digits, labels }: LabelledDigits, name = 'own'): [File, File] {
  const header = (...words: number[]) => {
    const bytes = new DataView(new ArrayBuffer(4 * words.length));
    words.forEach((word, i) => {
      bytes.setUint32(4 * i, word);
    });
    return bytes;
  };
  const images = header(0x803, labels.length, digitSide, digitSide);
  return [
    new File([images, digits.slice()], `${name}-images-idx3-ubyte`),
    new File([header(0x801, labels.length), labels.slice()], `${name}-labels-idx1-ubyte`),
  ];
}
