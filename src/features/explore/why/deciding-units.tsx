import type { Decision } from '../../../explain/deciding-units.ts';
import type { Pair } from '../../../explain/pair.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatPercent, formatValue } from '../../../lib/format.ts';
import { classCount, digitClasses } from '../../../network/labels.ts';
import type { Unit } from '../../../network/unit.ts';
import figures from '../figures-table.module.css';
import { SignedBar } from '../signed-bar.tsx';
import styles from './deciding-units.module.css';

interface DecidingUnitsProps {
  readonly decision: Decision;
  readonly pair: Pair;
  /** The mean of each unit for each class, units * 10; null while they are not known. */
  readonly means: Float32Array | null;
  readonly onUnit: (unit: Unit) => void;
}

const shownMost = 8;

/** The units that weigh most between the two digits, and what the answer is without each. */
export function DecidingUnits({ decision, pair, means, onUnit }: DecidingUnitsProps) {
  const { layer, units, bias, lead } = decision;
  const shown = units.slice(0, shownMost);
  const rest = units.slice(shownMost).reduce((sum, { product }) => sum + product, 0);
  const others = units.length - shown.length;
  const extent = Math.max(Math.abs(shown[0]?.product ?? 0), Math.abs(rest));
  return (
    <section className={styles.units} aria-label={t`Which units decided`}>
      <h2 className={styles.title}>{t`Which units decided`}</h2>
      <p className={styles.words}>
        {t`Each unit of ${layer} speaks with its value times the difference of two weights, that of ${pair.digit} less that of ${pair.rival}. All of them and the biases add up to the lead. High and low for: the digits for which it has its highest and lowest values on average, over 1,000 test digits.`}
      </p>
      <div className={styles.scroll}>
        <table className={figures.table}>
          <thead>
            <tr>
              <th scope="col">{t`Unit`}</th>
              <th scope="col">{t`Value`}</th>
              <th scope="col">{t`× weights`}</th>
              <th scope="col">{t`= speaks`}</th>
              <td className={`${figures.bar} ${styles.bar}`} />
              <th scope="col">{t`High for`}</th>
              <th scope="col">{t`Low for`}</th>
              <th scope="col">{t`Without it`}</th>
            </tr>
          </thead>
          <tbody translate="no">
            {shown.map(({ unit, value, weight, product, without }) => (
              <tr key={unit}>
                <th scope="row">
                  <button
                    type="button"
                    className={figures.link}
                    onClick={() => onUnit({ layer, map: unit, row: 0, column: 0 })}
                  >
                    {layer} {unit}
                  </button>
                </th>
                <td>{formatValue(value)}</td>
                <td>{formatValue(weight)}</td>
                <td>{formatValue(product)}</td>
                <td className={`${figures.bar} ${styles.bar}`}>
                  <SignedBar value={product} extent={extent} />
                </td>
                <td>{usualDigits(means, unit, 1)}</td>
                <td>{usualDigits(means, unit, -1)}</td>
                <td>
                  {without.digit}: {formatPercent(without.probability)}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{plural(others)`${others} other | ${others} others`}</th>
              <td />
              <td />
              <td>{formatValue(rest)}</td>
              <td className={`${figures.bar} ${styles.bar}`}>
                <SignedBar value={rest} extent={extent} />
              </td>
              <td colSpan={3} />
            </tr>
            <tr>
              <th scope="row">{t`biases`}</th>
              <td />
              <td />
              <td>{formatValue(bias)}</td>
              <td className={`${figures.bar} ${styles.bar}`}>
                <SignedBar value={bias} extent={extent} />
              </td>
              <td colSpan={3} />
            </tr>
            <tr className={styles.total}>
              <th scope="row">{t`lead`}</th>
              <td />
              <td />
              <td data-testid="lead-sum">{formatValue(lead)}</td>
              <td colSpan={4} />
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The two digits for which a unit is highest on average, or lowest. */
function usualDigits(means: Float32Array | null, unit: number, sign: 1 | -1): string {
  if (!means) return '';
  const of = (digit: number) => sign * (means[unit * classCount + digit] as number);
  return digitClasses
    .toSorted((a, b) => of(b) - of(a))
    .slice(0, 2)
    .join(', ');
}
