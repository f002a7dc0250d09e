import type { Answer } from '../../digits/answer-rules.ts';
import { formatPercent, withArticle } from '../../lib/format.ts';
import { digitClasses } from '../../network/labels.ts';
import styles from './answer-panel.module.css';

interface AnswerPanelProps {
  readonly answer: Answer | null;
  /** The revision of the drawing that `answer` belongs to; null until the first answer. */
  readonly revision: number | null;
  readonly waiting: string;
  /** Where the page is that explains the answer. */
  readonly whyHref?: string;
}

/** The network's answer: a large digit, how sure it is, and all ten probabilities. */
export function AnswerPanel({ answer, revision, waiting, whyHref }: AnswerPanelProps) {
  const digit = answer?.kind === 'digit' ? answer.digit : null;
  // An empty paper and a dot are not measured: 0 % would be a claim.
  const measured = answer?.kind === 'digit' || answer?.reason === 'unsure';
  const headline = answer?.kind === 'digit' ? formatPercent(answer.confidence) : answer ? 'No digit' : '';
  const runnerUp = answer?.kind === 'digit' ? answer.runnerUp : null;
  return (
    <section className={styles.panel} aria-label="Answer">
      <div className={styles.headline}>
        <div
          className={styles.prediction}
          data-testid="prediction"
          role="status"
          data-digit={digit ?? ''}
          data-confidence={answer?.kind === 'digit' ? answer.confidence.toFixed(6) : '0'}
          data-revision={revision ?? ''}
        >
          <span className={styles.digit} translate="no" data-none={digit === null}>
            {digit ?? '–'}
          </span>
          <span className={styles.words}>
            <strong translate="no">{headline}</strong>
            <span className={styles.detail} translate={digit === null ? undefined : 'no'}>
              {answer ? detail(answer) : waiting}
            </span>
          </span>
        </div>
        {whyHref && (
          <a className={styles.why} href={whyHref} data-shown={digit !== null}>
            Why?
          </a>
        )}
      </div>
      <ol className={styles.bars} translate="no" aria-label="Probability of each digit">
        {digitClasses.map((d) => {
          const probability = answer?.probabilities[d] ?? 0;
          return (
            <li key={d} className={styles.bar} data-top={d === digit} data-runner-up={d === runnerUp}>
              <span className={styles.label}>{d}</span>
              <span className={styles.track}>
                <span className={styles.fill} style={{ '--share': probability }} />
              </span>
              <span className={styles.percent}>{measured ? formatPercent(probability) : '–'}</span>
              <span className={styles.shortPercent} aria-hidden="true">
                {measured ? Math.round(100 * probability) : '–'}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const noDigitWords = {
  empty: 'The paper is empty.',
  dot: 'Too little ink to be a digit.',
  unsure: 'This looks like none of the ten.',
} as const;

function detail(answer: Answer): string {
  if (answer.kind === 'none') return noDigitWords[answer.reason];
  if (answer.runnerUp === null) return 'No other digit comes close.';
  return `or ${withArticle(answer.runnerUp)}: ${formatPercent(answer.probabilities[answer.runnerUp] ?? 0)}`;
}
