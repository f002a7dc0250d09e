import { memo } from 'react';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { TestAnswer, TestStrip } from '../../../run/contract.ts';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { tx } from '../../../ui/page/tx.ts';
import { testImageWords } from '../../../ui/run-words.ts';
import styles from './digit-strip.module.css';

interface DigitStripProps {
  readonly strip: TestStrip | null;
  /** Shows one in the live network; `what` says in words which it is. */
  readonly onPick: (digit: Uint8Array, what: string) => void;
}

/** Places that are kept before the first answers come. */
const placesAhead = 24;

/** Some test digits and what the network of now says to them, the wrong ones first. */
export const DigitStrip = memo(function DigitStrip({ strip, onPick }: DigitStripProps) {
  const answers: readonly (TestAnswer | null)[] = strip?.digits ?? new Array(placesAhead).fill(null);
  return (
    <div className={styles.strip} data-testid="digit-strip" data-step={strip?.step}>
      <p className={styles.count}>
        <span>
          {strip ? t`${formatCount(strip.wrong)} of ${formatCount(strip.looked)} wrong` : t`No answers yet`}
        </span>
        <span aria-hidden>{tx`${<s>9</s>} 4: read as 9, but a 4`}</span>
      </p>
      <AnsweredDigits answers={answers} label={t`Test digits, the wrong ones first`} onPick={onPick} />
    </div>
  );
});

interface AnsweredDigitsProps extends Pick<DigitStripProps, 'onPick'> {
  /** Null keeps the place of one that is still to come. */
  readonly answers: readonly (TestAnswer | null)[];
  readonly label: string;
}

/** Digits with what a network says to each. */
export function AnsweredDigits({ answers, label, onPick }: AnsweredDigitsProps) {
  return (
    <ol className={styles.digits} aria-label={label}>
      {answers.map((answer, place) => (
        // A place keeps its canvas while digits come and go: nothing is made anew every second.
        <li key={keyOf(place)}>
          <Digit answer={answer} onPick={onPick} />
        </li>
      ))}
    </ol>
  );
}

type DigitProps = Pick<DigitStripProps, 'onPick'> & { readonly answer: TestAnswer | null };

function Digit({ answer, onPick }: DigitProps) {
  if (!answer) {
    return (
      <span className={styles.digit}>
        <DigitPicture digit={null} />
        <span className={styles.answer} />
      </span>
    );
  }
  const wrong = answer.answer !== answer.label;
  const what = testImageWords(answer.index, answer.label);
  const said = t`${what}, read as ${answer.answer} with ${formatPercent(answer.confidence)}`;
  return (
    <button
      type="button"
      className={styles.digit}
      data-wrong={wrong}
      title={said}
      onClick={() => onPick(answer.digit, what)}
    >
      <span className="visually-hidden">{wrong ? t`${said}: wrong` : t`${said}: right`}</span>
      <DigitPicture digit={answer.digit} />
      <span className={styles.answer} translate="no" aria-hidden>
        {wrong && <s>{answer.answer}</s>}
        {answer.label}
      </span>
    </button>
  );
}

function keyOf(place: number): string {
  return `place ${place}`;
}
