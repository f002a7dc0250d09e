import { type RefObject, useMemo, useSyncExternalStore } from 'react';
import { t } from '../../language/language.ts';
import { formatCount } from '../../lib/format.ts';
import type { CurvePoint } from '../../pictures/curves.ts';
import { writeText } from '../network/write-text.ts';
import type { CurveSource } from './curve-chart.tsx';
import { CurveMark } from './curve-mark.tsx';
import styles from './earlier-curves.module.css';
import { lineDash } from './line-dash.ts';

interface EarlierCurvesProps {
  readonly table: RefObject<HTMLTableElement | null>;
  /** What their values are: "Earlier runs, validation". */
  readonly title: string;
  readonly columns: readonly string[];
  /** Of any of the charts: all have the same earlier runs. */
  readonly source: CurveSource;
  /** Said where there are none. */
  readonly none: string;
}

/** The earlier runs of charts that stand together: how they are drawn, their names, what they read. */
export function EarlierCurves({ table, title, columns, source, none }: EarlierCurvesProps) {
  // A text, so that new points alone are no change.
  const listed = useSyncExternalStore(source.subscribe, () =>
    JSON.stringify(source.latest().flatMap(({ kind, name }) => (kind === 'earlier' ? [name] : []))),
  );
  const names = useMemo(() => JSON.parse(listed) as readonly string[], [listed]);
  const kinds = names.map(() => 'earlier' as const);
  // Two runs may have the same name.
  const rows = names.map((name, at) => ({ key: `${at} ${name}`, name, dash: lineDash(kinds, at) }));
  return (
    <div className={styles.earlier}>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <table ref={table} className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">{t`Step`}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody translate="no">
            {rows.map(({ key, name, dash }) => (
              <tr key={key}>
                <th scope="row" title={name}>
                  <span className={styles.name}>
                    <CurveMark kind="earlier" dash={dash} />
                    <span>{name}</span>
                  </span>
                </th>
                <td />
                {columns.map((column) => (
                  <td key={column} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** Writes what one chart, of a column from 0, reads of the earlier runs, past React. */
export function writeEarlier(
  table: HTMLTableElement | null,
  column: number,
  points: readonly (CurvePoint | undefined)[],
  format: (value: number) => string,
): void {
  const rows = table?.tBodies[0]?.rows ?? [];
  points.forEach((point, at) => {
    const [step = null, ...values] = rows[at]?.querySelectorAll('td') ?? [];
    writeText(step, point ? formatCount(point.step) : '–');
    writeText(values[column] ?? null, point ? format(point.value) : '–');
  });
}
