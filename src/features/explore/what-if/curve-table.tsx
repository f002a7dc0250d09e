import { stopsOf, type WhatIfChange } from '../../../explain/what-if.ts';
import { t } from '../../../language/language.ts';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import styles from './curve-table.module.css';
import { type SharePoint, shareText, shortValue } from './words.ts';

interface CurveTableProps {
  readonly change: WhatIfChange;
  readonly columns: readonly { readonly name: string; readonly points: readonly SharePoint[] }[];
}

/** The diagram in figures. */
export function CurveTable({ change, columns }: CurveTableProps) {
  // Two networks may have the same name.
  const named = columns.map((column, nth) => ({ ...column, key: `${nth} ${column.name}` }));
  return (
    <Disclosure summary={t`As a table`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.room} aria-label={t`The diagram as a table`} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{change.label}</th>
              {named.map(({ key, name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody translate="no">
            {stopsOf(change).map((value) => (
              <tr key={value}>
                <th scope="row">{shortValue(change, value)}</th>
                {named.map(({ key, points }) => (
                  <td key={key}>{shareText(points, value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Disclosure>
  );
}
