import { t } from '../../language/language.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import styles from './share-table.module.css';

interface ShareRow {
  readonly name: string;
  readonly count: number;
  readonly total: number;
}

interface ShareTableProps {
  readonly caption: string;
  readonly head: string;
  readonly shareName: string;
  readonly rows: readonly ShareRow[];
}

/** How many of each kind, as bars and as figures. */
export function ShareTable({ caption, head, shareName, rows }: ShareTableProps) {
  return (
    <table className={styles.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className={styles.number}>
            {t`of`}
          </th>
          <th scope="col" className={styles.number}>
            {shareName}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, count, total }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={styles.number} translate="no">
              {formatCount(total)}
            </td>
            <td className={styles.number} translate="no">
              {formatPercent(count / total)}
            </td>
            <td className={styles.track} aria-hidden="true">
              <span style={{ '--share': count / total }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
