import { useLayoutEffect, useRef } from 'react';
import { digitSide } from '../../network/rasters.ts';
import { palettes, sequentialEntry } from '../../pictures/colour-scales.ts';
import { paintValues } from '../../pictures/layer-picture.ts';
import { contextOf } from '../canvas.ts';
import { useTheme } from '../theme.ts';
import styles from './digit-picture.module.css';

interface DigitPictureProps {
  /** 784 bytes; null keeps the place of one that is still to come. */
  readonly digit: Uint8Array | null;
  /** What it is, for people who cannot see it; none where the words beside it say so. */
  readonly label?: string;
}

/** A digit in the colours of ink and paper, as wide as it is given room. */
export function DigitPicture({ digit, label }: DigitPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const context = contextOf(canvas.current);
    const image = context.createImageData(digitSide, digitSide);
    const words = new Uint32Array(image.data.buffer);
    const values = digit ?? new Uint8Array(words.length);
    paintValues(words, values, palettes[theme].ink, (value) => sequentialEntry(value / 255));
    context.putImageData(image, 0, 0);
  }, [digit, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.digit}
      width={digitSide}
      height={digitSide}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
