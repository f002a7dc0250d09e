import { useLayoutEffect, useRef } from 'react';
import { digitSide, digitSize } from '../../network/rasters.ts';
import { palettes, sequentialEntry } from '../../pictures/colour-scales.ts';
import { paintSheet } from '../paint-sheet.ts';
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
    const values = digit ?? new Uint8Array(digitSize);
    paintSheet(canvas.current, values, palettes[theme].ink, (value) => sequentialEntry(value / 255));
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
