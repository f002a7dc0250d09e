import type { Drawing } from '../../../digits/drawing/drawing.ts';
import { encodeLink } from '../../../digits/drawing/link.ts';
import type { ReadDigit } from '../../../digits/number/read-number.ts';
import type { ReadNumber } from '../../../lab/reading/contract.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { exploreAddress } from '../../../ui/explore-address.ts';
import { ShareBar } from '../../../ui/share-bar/share-bar.tsx';
import styles from './number-panel.module.css';
import type { NumberOnPaper } from './use-number.ts';

interface NumberPanelProps extends NumberOnPaper {
  /** Shown instead of words about the number until there is one. */
  readonly waiting: string;
}

/** The number that is read: its digits, how sure it is, and the second reading. */
export function NumberPanel({ number, waiting, shown, show, ink }: NumberPanelProps) {
  const digits = number?.digits ?? [];
  const answered = number?.familiar && number.best ? number.best : null;
  return (
    <section className={styles.panel} aria-label={t`Answer`}>
      <fieldset
        className={styles.digits}
        aria-label={t`Digits of the number. Press one to see its layers`}
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
              aria-label={unsure ? t`${digit}, unsure` : `${digit}, ${share}`}
              title={unsure ? t`The network is unsure of this digit` : `${digit}: ${share}`}
              onClick={() => show(place)}
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
      <WhyLink digit={digits[shown]} ink={ink} />
    </section>
  );
}

/** To the page that explains the marked digit, alone on the paper; the number is there again afterwards. */
function WhyLink({ digit, ink }: { readonly digit: ReadDigit | undefined; readonly ink: Drawing }) {
  const link = digit?.answer.kind === 'digit' ? encodeLink(ink) : null;
  const href = link?.ok ? exploreAddress({ tool: 'why' }, link.text) : undefined;
  return (
    <a
      className={styles.why}
      href={href}
      data-shown={href !== undefined}
      title={t`Explains this digit alone. Your number is here again when you come back.`}
    >
      {digit ? t`Why this ${digit.digit}?` : t`Why this digit?`}
    </a>
  );
}

function headline({ best, familiar }: ReadNumber): string {
  if (!best) return t`No number`;
  return familiar ? formatPercent(best.confidence) : t`Not sure`;
}

function detail({ best, familiar, runnerUp, pieces }: ReadNumber): string {
  if (!best) return pieces.length === 0 ? t`The paper is empty.` : t`Too little ink to be a number.`;
  if (!familiar) return t`Read as ${best.text}, but some of it looks like no digit.`;
  return runnerUp
    ? t`or ${runnerUp.text}: ${formatPercent(runnerUp.confidence)}`
    : t`No other number comes close.`;
}
