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
  /** What the others are called, which the bars show. */
  readonly restName: string;
  /** The share of others at which a bar is full. */
  readonly scale: number;
  readonly rows: readonly ShareRow[];
}

/**
 * How many of each kind, as figures, and as bars the few that are left: of shares that are all close to 1, these tell
 * the differences.
 */
export function ShareTable({ caption, head, shareName, restName, scale, rows }: ShareTableProps) {
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
          <th scope="col" className={styles.rest}>
            <span>{restName}</span>
            <span aria-hidden="true">{formatPercent(scale, 0)}</span>
          </th>
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
            <td className={styles.track}>
              <span className="visually-hidden">{formatPercent(1 - count / total)}</span>
              <span className={styles.bar} style={{ '--share': (1 - count / total) / scale }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
