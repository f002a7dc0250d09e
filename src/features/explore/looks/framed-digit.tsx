import { digitSide, padding } from '../../../network/rasters.ts';
import type { ReceptiveField } from '../../../network/receptive-field.ts';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { FieldMark } from '../../../ui/network/marks.tsx';
import styles from './digit-tiles.module.css';

interface FramedDigitProps {
  /** 784 bytes; null keeps its place. */
  readonly digit: Uint8Array | null;
  /** The part of the 32 x 32 input to frame; null for none. */
  readonly field: ReceptiveField | null;
}

/** A digit with a frame around what a unit sees of it. */
export function FramedDigit({ digit, field }: FramedDigitProps) {
  return (
    <span className={styles.framed}>
      <DigitPicture digit={digit} />
      {field && (
        // In pixels of the input, whose border of paper is not shown.
        <svg viewBox={`${padding} ${padding} ${digitSide} ${digitSide}`} aria-hidden="true">
          <FieldMark field={field} />
        </svg>
      )}
    </span>
  );
}
