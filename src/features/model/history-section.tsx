import { t } from '../../language/language.ts';
import { formatPercent } from '../../lib/format.ts';
import { historyRows, result1998 } from '../../measures/history.ts';
import type { ModelCard } from '../../measures/model-card.ts';
import { tx } from '../../ui/page/tx.ts';
import styles from './share-table.module.css';

/** The network of the paper beside the one that is shipped. */
export function HistorySection({ card }: { readonly card: ModelCard }) {
  return (
    <>
      <table className={styles.table} data-testid="history">
        <caption>{t`1998 and today`}</caption>
        <thead>
          <tr>
            <th scope="col">LeNet-5</th>
            <th scope="col">1998</th>
            <th scope="col">{t`Today`}</th>
          </tr>
        </thead>
        <tbody>
          {historyRows(card, null).map(({ name, of1998, today }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td translate="no">{of1998}</td>
              <td translate="no">{today}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {tx`The network of 1998 was trained by the paper’s rule (${<code translate="no">{result1998.command}</code>}); the paper reports an error of ${formatPercent(0.0095, 2)}. Multiply-adds are counted as the paper counts connections. Today’s training images are distorted, and synthetic handwriting is among them.`}
      </p>
    </>
  );
}
