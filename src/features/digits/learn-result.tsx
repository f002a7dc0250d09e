import type { Right } from '../../lab/learning/classifying.ts';
import type { BeforeAfter } from '../../lab/learning/contract.ts';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import { Button } from '../../ui/controls/button.tsx';
import type { LearnState } from './learn-model.ts';
import styles from './learn-panel.module.css';

interface LearnResultProps {
  readonly state: Extract<LearnState, { readonly state: 'learnt' }>;
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}

/** A loss of more than this share of the test digits is said in words, and keeping is then not the obvious choice. */
const shareLost = 0.002;

/** What the network gained and lost, and the choice. */
export function LearnResult({ state, onKeep, onDiscard }: LearnResultProps) {
  const { from, learnt, leftOut, keeping, trouble } = state;
  const { heldOut, mixedWith, test } = learnt;
  const mnist = mixedWith === 'MNIST';
  const lost = test.before.right - test.after.right;
  const isCostly = lost > shareLost * test.after.total;
  return (
    <>
      <table className={styles.figures}>
        <caption className="visually-hidden">{t`Read right before and after learning`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Read right`}</th>
            <th scope="col">{t`Before`}</th>
            <th scope="col">{t`After`}</th>
          </tr>
        </thead>
        <tbody>
          {heldOut && (
            <Row
              name={t`Your digits, held out`}
              note={t`measured by a first pass without them`}
              figures={heldOut}
            />
          )}
          <Row name={t`Your digits`} note={t`that it has learned from`} figures={learnt.learnt} />
          <Row
            name={mnist ? t`MNIST test images` : t`Synthetic test digits`}
            note={t`${formatCount(test.after.total)} that it has never seen`}
            figures={test}
          />
        </tbody>
      </table>
      <p className={styles.note}>
        {[
          mnist
            ? t`${from} learned them mixed with MNIST.`
            : t`${from} learned them mixed with synthetic handwriting. MNIST has not been downloaded. Once the Train page has fetched it, it is mixed in.`,
          heldOut
            ? []
            : t`There are fewer than three of each digit, so none could be held out for testing. Draw some more to see how they are read.`,
          leftOut > 0
            ? plural(
                leftOut,
              )`${formatCount(leftOut)} with conflicting labels was left out. | ${formatCount(leftOut)} with conflicting labels were left out.`
            : [],
        ]
          .flat()
          .join(' ')}
      </p>
      {isCostly && (
        <p className={styles.loss}>
          {t`It now misreads ${formatCount(lost)} more of the ${formatCount(test.after.total)} test digits. Keep it if reading your own digits matters more to you.`}
        </p>
      )}
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          {t`It could not be saved: ${trouble}. It stays here until you leave or reload the page.`}
        </p>
      )}
      <div className={styles.buttons}>
        <Button kind={isCostly ? 'plain' : 'primary'} icon="check" disabled={keeping} onClick={onKeep}>
          {t`Keep`}
        </Button>
        <Button disabled={keeping} onClick={onDiscard}>
          {t`Discard`}
        </Button>
      </div>
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly note: string;
  readonly figures: BeforeAfter;
}

function Row({ name, note, figures: { before, after } }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={styles.of}>{note}</span>
      </th>
      <td translate="no">{inWords(before)}</td>
      <td translate="no">{inWords(after)}</td>
    </tr>
  );
}

/** Few are counted, many are a share. */
function inWords({ right, total }: Right): string {
  return total < 100 ? t`${right} of ${total}` : formatPercent(right / total, 2);
}
