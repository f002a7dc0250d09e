import type { Answer, Candidates } from '../../digits/answer-rules.ts';
import { candidatesOf } from '../../digits/candidates.ts';
import { t } from '../../language/language.ts';
import { formatPercent, withArticle } from '../../lib/format.ts';
import { digitClasses } from '../../network/labels.ts';
import { ShareBar } from '../share-bar/share-bar.tsx';
import styles from './answer-panel.module.css';
import { candidatesText } from './words.ts';

interface AnswerPanelProps {
  readonly answer: Answer | null;
  /** The revision of the drawing that `answer` belongs to; null until the first answer. */
  readonly revision: number | null;
  readonly waiting: string;
  /** Where the page is that explains the answer. */
  readonly whyHref?: string;
  /** Lets people say which of two candidates it is; without it they are only named. */
  readonly choice?: CandidateChoice;
}

interface CandidateChoice {
  /** What the drawing was said to be; null before. */
  readonly chosen: number | null;
  readonly onChoose: (digit: number) => void;
}

/** The network's answer: a large digit, how sure it is, and all ten probabilities. */
export function AnswerPanel({ answer, revision, waiting, whyHref, choice }: AnswerPanelProps) {
  const digit = answer?.kind === 'digit' ? answer.digit : null;
  // An empty paper and a dot are not measured: 0 % would be a claim.
  const measured = answer?.kind === 'digit' || answer?.reason === 'unsure';
  const candidates = candidatesOf(answer);
  // With a choice, the two buttons are where the large digit is otherwise.
  const buttons = candidates && choice && <CandidateButtons candidates={candidates} {...choice} />;
  const runnerUp = answer?.kind === 'digit' ? answer.runnerUp : null;
  const rankOf = (one: number) => {
    if (one === digit) return 'first';
    return one === runnerUp || candidates?.some((candidate) => candidate.digit === one) ? 'second' : 'other';
  };
  return (
    <section className={styles.panel} aria-label={t`Answer`}>
      <div className={styles.headline}>
        {buttons}
        <div
          className={styles.prediction}
          data-testid="prediction"
          role="status"
          data-digit={digit ?? ''}
          data-confidence={answer?.kind === 'digit' ? answer.confidence.toFixed(6) : '0'}
          data-revision={revision ?? ''}
        >
          {!buttons && (
            <span
              className={styles.digit}
              translate="no"
              data-none={digit === null}
              aria-hidden={digit === null}
            >
              {digit ?? (candidates ? '?' : '–')}
            </span>
          )}
          <span className={styles.words}>
            <strong translate="no">{answer ? headline(answer) : ''}</strong>
            <span className={styles.detail} translate={digit === null && !candidates ? undefined : 'no'}>
              {answer ? detail(answer) : waiting}
            </span>
          </span>
        </div>
        {whyHref && !buttons && (
          <a className={styles.why} href={whyHref} data-shown={digit !== null}>
            {t`Why?`}
          </a>
        )}
      </div>
      <ol className={styles.bars} translate="no" aria-label={t`Probability of each digit`}>
        {digitClasses.map((d) => {
          const probability = answer?.probabilities[d] ?? 0;
          return (
            <li key={d} className={styles.bar} data-top={d === digit}>
              <span className={styles.label}>{d}</span>
              <ShareBar share={probability} rank={rankOf(d)} />
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

/** The two digits in the answer's place: pressing one says what was meant. */
function CandidateButtons({ candidates, chosen, onChoose }: CandidateChoice & { candidates: Candidates }) {
  return (
    <fieldset className={styles.candidates} aria-label={t`Say which it is and keep it`} translate="no">
      {candidates.map(({ digit }) => (
        <button
          key={digit}
          type="button"
          className={styles.candidate}
          aria-label={t`It is ${withArticle(digit)}`}
          aria-pressed={digit === chosen}
          title={t`It is ${withArticle(digit)}`}
          onClick={() => onChoose(digit)}
        >
          {digit}
        </button>
      ))}
    </fieldset>
  );
}

const noDigitWords = {
  empty: () => t`The paper is empty.`,
  dot: () => t`Too little ink to be a digit.`,
  unsure: () => t`This looks like none of the ten.`,
} as const;

/** Read out with the detail after it, as one sentence. */
function headline(answer: Answer): string {
  if (answer.kind === 'digit') return formatPercent(answer.confidence);
  return candidatesOf(answer) ? t`Not sure:` : t`No digit`;
}

function detail(answer: Answer): string {
  const candidates = candidatesOf(answer);
  if (candidates) return `${candidatesText(candidates)}?`;
  if (answer.kind === 'none') return noDigitWords[answer.reason]();
  if (answer.runnerUp === null) return t`No other digit is close.`;
  return t`or ${withArticle(answer.runnerUp)}: ${formatPercent(answer.probabilities[answer.runnerUp] ?? 0)}`;
}
