import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { type Pair, sides } from '../../../run/contract.ts';
import { rowName, valueText } from '../settings/setting-words.ts';
import styles from './compare-page.module.css';
import { differingRows } from './pair.ts';
import { SideMark } from './side-mark.tsx';

/** In what two runs differ. */
export function PairTable({ views }: { readonly views: Pair<TrainerView> }) {
  const pair = { a: views.a.status.settings, b: views.b.status.settings };
  const rows = differingRows(pair);
  if (rows.length === 0) {
    return (
      <p className={styles.lead}>{t`A and B have the same settings, so both networks will be the same.`}</p>
    );
  }
  return (
    <table className={styles.table} data-testid="differences">
      <caption className="visually-hidden">{t`What differs`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`What differs`}</th>
          {sides.map((side) => (
            <th key={side} scope="col">
              <SideMark side={side} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{rowName(row)}</th>
            {sides.map((side) => (
              <td key={side} translate="no">
                {valueText(pair[side], row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
