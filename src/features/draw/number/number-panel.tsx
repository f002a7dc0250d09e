import type { ReadNumber } from '../../../lab/reading/contract.ts';
import { formatPercent } from '../../../lib/format.ts';
import { ShareBar } from '../../../ui/share-bar/share-bar.tsx';
import styles from './number-panel.module.css';

interface NumberPanelProps {
  /** Null before the first answer. */
  readonly number: ReadNumber | null;
  /** Shown instead of words about the number until there is one. */
  readonly waiting: string;
  /** Place of the digit that the rest of the page shows. */
  readonly shown: number;
  readonly onShow: (place: number) => void;
}

/** The number that is read: its digits, how sure it is, and the second reading. */
export function NumberPanel({ number, waiting, shown, onShow }: NumberPanelProps) {
  const digits = number?.digits ?? [];
  const answered = number?.familiar && number.best ? number.best : null;
  return (
    <section className={styles.panel} aria-label="Answer">
      <fieldset
        className={styles.digits}
        aria-label="Digits of the number. Press one to see its layers"
        translate="no"
      >
        {digits.length === 0 && (
          <span className={styles.none} aria-hidden="true">
            –
          </span>
        )}
        {digits.map(({ digit, answer }, place) => {
          const share = formatPercent(answer.probabilities[digit] ?? 0);
          const unsure = answer.kind === 'none';
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a digit is its place in the number
              key={place}
              type="button"
              className={styles.digit}
              data-unsure={unsure}
              aria-pressed={place === shown}
              aria-label={unsure ? `${digit}, unsure` : `${digit}, ${share}`}
              title={unsure ? 'The network is unsure of this digit' : `${digit}: ${share}`}
              onClick={() => onShow(place)}
            >
              {digit}
              <span className={styles.share}>
                <ShareBar share={answer.probabilities[digit] ?? 0} rank={unsure ? 'other' : 'first'} />
              </span>
            </button>
          );
        })}
      </fieldset>
      <div
        className={styles.words}
        data-testid="number"
        role="status"
        data-text={answered?.text ?? ''}
        data-confidence={answered?.confidence.toFixed(6) ?? '0'}
        data-revision={number?.revision ?? ''}
      >
        {answered && <span className="visually-hidden">{[...answered.text].join(' ')},</span>}
        <strong translate={answered ? 'no' : undefined}>{number ? headline(number) : ''}</strong>
        <span className={styles.detail}>{number ? detail(number) : waiting}</span>
      </div>
    </section>
  );
}

function headline({ best, familiar }: ReadNumber): string {
  if (!best) return 'No number';
  return familiar ? formatPercent(best.confidence) : 'Not sure';
}

function detail({ best, familiar, runnerUp, pieces }: ReadNumber): string {
  if (!best) return pieces.length === 0 ? 'The paper is empty.' : 'Too little ink to be a number.';
  if (!familiar) return `Read as ${best.text}, but some of it looks like no digit.`;
  return runnerUp
    ? `or ${runnerUp.text}: ${formatPercent(runnerUp.confidence)}`
    : 'No other number comes close.';
}
