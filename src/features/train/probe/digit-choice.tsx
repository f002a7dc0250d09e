import type { LabelledDigits } from '../../../data/labelled-digits.ts';
import { digitSize } from '../../../network/rasters.ts';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { testImageWords } from '../../../ui/run-words.ts';
import styles from './digit-choice.module.css';

interface DigitChoiceProps {
  readonly digits: LabelledDigits;
  /** Place of the first of them in its part. */
  readonly first: number;
  readonly onPick: (digit: Uint8Array, label: number, place: number) => void;
}

/** Digits of a data set to pick one from. */
export function DigitChoice({ digits, first, onPick }: DigitChoiceProps) {
  return (
    <ul className={styles.digits}>
      {[...digits.labels].map((label, at) => {
        const digit = digits.digits.subarray(at * digitSize, (at + 1) * digitSize);
        const place = first + at;
        return (
          <li key={place}>
            <button
              type="button"
              className={styles.digit}
              aria-label={testImageWords(place, label)}
              onClick={() => onPick(digit.slice(), label, place)}
            >
              <DigitPicture digit={digit} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
