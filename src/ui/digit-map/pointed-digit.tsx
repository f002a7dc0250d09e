import type { DigitMap } from '../../explain/digit-map.ts';
import { t } from '../../language/language.ts';
import { digitSize } from '../../network/rasters.ts';
import { DigitPicture } from '../digit-picture/digit-picture.tsx';
import styles from './pointed-digit.module.css';

interface PointedDigitProps {
  readonly map: DigitMap | null;
  /** Its place among the digits; null for none. */
  readonly digit: number | null;
}

/** The digit under the pointer, large, with what it is and what it is read as. Its room stays. */
export function PointedDigit({ map, digit }: PointedDigitProps) {
  const shown = map && digit !== null && digit < map.answers.length ? digit : null;
  return (
    <p className={styles.pointed} data-testid="pointed-digit">
      {map && shown !== null && (
        <span className={styles.picture}>
          <DigitPicture digit={pictureOf(map, shown)} />
        </span>
      )}
      <span>
        {map && shown !== null
          ? digitText(map, shown)
          : t`Hover over a digit to see what it is. Scroll or pinch to zoom, drag to move.`}
      </span>
    </p>
  );
}

/** 784 bytes, a view. */
export function pictureOf({ digits }: DigitMap, at: number): Uint8Array {
  return digits.digits.subarray(at * digitSize, (at + 1) * digitSize);
}

/** "Test digit 812: 4, read as 9". */
export function digitText({ digits, answers }: DigitMap, at: number): string {
  const [label = 0, answer = 0] = [digits.labels[at], answers[at]];
  return label === answer
    ? t`Test digit ${at}: ${label}, read right`
    : t`Test digit ${at}: ${label}, read as ${answer}`;
}
