import { useLayoutEffect, useRef } from 'react';
import { digit28, inputSide, padToInput32 } from '../../../network/rasters.ts';
import type { ReceptiveField } from '../../../network/receptive-field.ts';
import { palettes, sequentialEntry } from '../../../pictures/colour-scales.ts';
import { paintSheet } from '../../../ui/paint-sheet.ts';
import { useTheme } from '../../../ui/theme.ts';
import styles from './digit-tiles.module.css';

interface PatchPictureProps {
  /** 784 bytes. */
  readonly digit: Uint8Array;
  /** Of the 32 x 32 input. */
  readonly field: ReceptiveField;
}

/** What a unit sees of a digit, cut out and enlarged to the room there is. */
export function PatchPicture({ digit, field }: PatchPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const { rowFrom, columnFrom } = field;
  const [height, width] = [field.rowTo - rowFrom, field.columnTo - columnFrom];
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const input = padToInput32(digit28(digit));
    const patch = Float32Array.from({ length: height * width }, (_, at) => {
      const row = rowFrom + Math.floor(at / width);
      return input[row * inputSide + columnFrom + (at % width)] as number;
    });
    paintSheet(canvas.current, patch, palettes[theme].ink, sequentialEntry);
  }, [digit, rowFrom, columnFrom, height, width, theme]);
  return (
    <span className={styles.patch} aria-hidden="true">
      <canvas ref={canvas} width={width} height={height} />
    </span>
  );
}
