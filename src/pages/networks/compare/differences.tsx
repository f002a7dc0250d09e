import type { ShownNetwork } from '../networks-model.ts';
import { differences } from '../words.ts';
import styles from './compare-section.module.css';

export interface DifferencesProps {
  readonly networks: readonly [ShownNetwork, ShownNetwork];
}

/** In what the two were made differently, and what came of it. */
export function Differences({ networks: [first, second] }: DifferencesProps) {
  const { different, same } = differences(first.provenance, second.provenance);
  const equal = same === 0 ? '' : `${different.length > 0 ? ' ' : ''}${same} more are the same.`;
  if (different.length === 0) {
    return <p className={styles.none}>Nothing that is known of the two differs. {equal}</p>;
  }
  return (
    <div className={styles.tableFrame}>
      <table className={styles.table}>
        <caption className="visually-hidden">In what the two networks differ</caption>
        <thead>
          <tr>
            <th scope="col">In what they differ</th>
            <th scope="col">{first.name}</th>
            <th scope="col">{second.name}</th>
          </tr>
        </thead>
        <tbody>
          {different.map(({ group, name, values }) => (
            <tr key={`${group} ${name}`}>
              <th scope="row">{name}</th>
              <td data-known={values[0] !== null}>{values[0] ?? '–'}</td>
              <td data-known={values[1] !== null}>{values[1] ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {same > 0 && <p className={styles.none}>{equal.trim()}</p>}
    </div>
  );
}
