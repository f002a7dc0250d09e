import type { Decision } from '../../../explain/deciding-units.ts';
import type { Pair } from '../../../explain/pair.ts';
import { formatPercent, formatValue } from '../../../lib/format.ts';
import type { Unit } from '../../../network/unit.ts';
import { SignedBar } from '../signed-bar.tsx';
import styles from './deciding-units.module.css';

interface DecidingUnitsProps {
  readonly decision: Decision;
  readonly pair: Pair;
  readonly onUnit: (unit: Unit) => void;
}

const shownMost = 8;

/** The units that weigh most between the two digits, and what the answer is without each. */
export function DecidingUnits({ decision, pair, onUnit }: DecidingUnitsProps) {
  const { layer, units, bias, lead } = decision;
  const shown = units.slice(0, shownMost);
  const rest = units.slice(shownMost).reduce((sum, { product }) => sum + product, 0);
  const extent = Math.max(Math.abs(shown[0]?.product ?? 0), Math.abs(rest));
  return (
    <section className={styles.units} aria-label="Which units decided">
      <h2 className={styles.title}>Which units decided</h2>
      <p className={styles.words}>
        Each unit of {layer} speaks with its value times the difference of two weights, that of {pair.digit}{' '}
        less that of {pair.rival}. All of them and the biases add up to the lead.
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Unit</th>
              <th scope="col">Value</th>
              <th scope="col">× weights</th>
              <th scope="col">= speaks</th>
              <td />
              <th scope="col">Without it</th>
            </tr>
          </thead>
          <tbody translate="no">
            {shown.map(({ unit, value, weight, product, without }) => (
              <tr key={unit}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.unit}
                    onClick={() => onUnit({ layer, map: unit, row: 0, column: 0 })}
                  >
                    {layer} {unit}
                  </button>
                </th>
                <td>{formatValue(value)}</td>
                <td>{formatValue(weight)}</td>
                <td>{formatValue(product)}</td>
                <td className={styles.bar}>
                  <SignedBar value={product} extent={extent} />
                </td>
                <td>
                  {without.digit}: {formatPercent(without.probability)}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{units.length - shown.length} others</th>
              <td />
              <td />
              <td>{formatValue(rest)}</td>
              <td className={styles.bar}>
                <SignedBar value={rest} extent={extent} />
              </td>
              <td />
            </tr>
            <tr>
              <th scope="row">biases</th>
              <td />
              <td />
              <td>{formatValue(bias)}</td>
              <td className={styles.bar}>
                <SignedBar value={bias} extent={extent} />
              </td>
              <td />
            </tr>
            <tr className={styles.total}>
              <th scope="row">lead</th>
              <td />
              <td />
              <td data-testid="lead-sum">{formatValue(lead)}</td>
              <td />
              <td />
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}
