import { useEffect } from 'react';
import { useStore } from 'zustand/react';
import type { Answer } from '../../digits/answer-rules.ts';
import { candidatesOf } from '../../digits/candidates.ts';
import type { Drawing } from '../../digits/drawing/drawing.ts';
import { t } from '../../language/language.ts';
import { formatCount, withArticle } from '../../lib/format.ts';
import { LabelButtons } from '../../ui/label-buttons/label-buttons.tsx';
import styles from './keep-digit.module.css';
import type { OwnDigits } from './own-digits.ts';

interface KeepDigitProps {
  readonly own: OwnDigits;
  readonly drawing: Drawing;
  readonly answer: Answer | null;
  /** Whether it is one of several, which is marked above. */
  readonly marked?: boolean;
}

/** Says what a drawing is and keeps it among one's own digits, whether the answer was wrong or right. */
export function KeepDigit({ own, drawing, answer, marked = false }: KeepDigitProps) {
  const digits = useStore(own.store, (state) => state.digits);
  const answering = answer !== null;
  // After the first answer: the paper and the network come first.
  useEffect(() => {
    if (answering) void own.load();
  }, [own, answering]);

  // What was said belongs to the drawing of then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the drawing is what counts
  useEffect(() => own.dismissNotice, [own, drawing]);

  const read = answer?.kind === 'digit' ? answer.digit : null;
  const kept = own.keptAs(drawing)?.label ?? null;
  const nothing = answer === null || (answer.kind === 'none' && answer.reason !== 'unsure');
  const wrong = candidatesOf(answer) ? t`Neither? It is:` : t`Wrong? It is:`;
  const asking = marked ? t`Is the marked digit wrong? It is:` : wrong;
  return (
    <div className={styles.keep} data-testid="keep-digit">
      <p className={styles.line}>
        <span className={styles.words}>{kept === null ? asking : keptText(kept, read)}</span>
        <a className={styles.link} href="#/digits">
          {digits && digits.length > 0 ? t`My digits: ${formatCount(digits.length)}` : t`My digits`}
        </a>
      </p>
      <LabelButtons
        label={t`Say what it is and keep it`}
        chosen={kept}
        marked={read}
        disabled={nothing}
        nameOf={(digit) =>
          digit === read ? t`Is the answer right? Keep this ${digit}` : t`It is ${withArticle(digit)}`
        }
        onChoose={(digit) => void own.keep(drawing, digit)}
      />
    </div>
  );
}

function keptText(kept: number, read: number | null): string {
  return read === null || read === kept
    ? t`Kept as ${withArticle(kept)}`
    : t`Kept as ${withArticle(kept)}, read as ${withArticle(read)}`;
}
