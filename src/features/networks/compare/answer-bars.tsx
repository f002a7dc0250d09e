import type { Answer } from '../../../digits/answer.ts';
import { formatPercent } from '../../../lib/format.ts';
import { digitClasses } from '../../../network/labels.ts';
import styles from './answer-bars.module.css';

/** An answer with its ten probabilities, small enough to stand beside another. */
export function AnswerBars({ answer, label }: { readonly answer: Answer | null; readonly label: string }) {
  const digit = answer?.kind === 'digit' ? answer.digit : null;
  return (
    <div className={styles.answer} data-testid="compared-answer" data-digit={digit ?? ''}>
      <p className={styles.digit} translate="no" data-none={digit === null}>
        <span className="visually-hidden">{label}: </span>
        {digit ?? '–'}
        <span className="visually-hidden">
          {answer?.kind === 'digit' && formatPercent(answer.confidence)}
        </span>
      </p>
      <ol className={styles.bars} translate="no" aria-label={`Probability of each digit, ${label}`}>
        {digitClasses.map((d) => {
          const probability = answer?.probabilities[d] ?? 0;
          return (
            <li key={d} className={styles.bar} data-top={d === digit}>
              <span className={styles.track}>
                <span className={styles.fill} style={{ '--share': probability }} />
              </span>
              <span>{d}</span>
              <span className="visually-hidden">{formatPercent(probability)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
