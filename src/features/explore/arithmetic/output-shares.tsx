import { t } from '../../../language/language.ts';
import { formatPercent, formatValue } from '../../../lib/format.ts';
import { formatPower } from '../../../lib/format-sizes.ts';
import type { Arithmetic } from '../../../network/arithmetic.ts';
import type { Unit } from '../../../network/unit.ts';
import figures from '../figures-table.module.css';

interface OutputSharesProps {
  readonly shares: NonNullable<Arithmetic['shares']>;
  readonly unit: Unit;
  readonly onUnit: (unit: Unit) => void;
}

/** The softmax: ten sums, what each is e to the power of, their total, and ten shares of it. */
export function OutputShares({ shares, unit, onUnit }: OutputSharesProps) {
  const { sums, exponentials, total } = shares;
  return (
    <table className={figures.table} aria-label={t`From ten sums to ten shares`}>
      <thead>
        <tr>
          <th scope="col">{t`Digit`}</th>
          <th scope="col">{t`Sum`}</th>
          <th scope="col">{t`e^(sum − highest)`}</th>
          <th scope="col">{t`Share`}</th>
        </tr>
      </thead>
      <tbody translate="no">
        {sums.map((sum, digit) => {
          const exponential = exponentials[digit] as number;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the digit
            <tr key={digit} data-chosen={digit === unit.map}>
              <th scope="row">
                <button
                  type="button"
                  className={figures.link}
                  onClick={() => onUnit({ ...unit, map: digit })}
                >
                  {digit}
                </button>
              </th>
              <td>{formatValue(sum)}</td>
              <td>{exponential < 1e-3 ? formatPower(exponential) : formatValue(exponential)}</td>
              <td>{formatPercent(exponential / total)}</td>
            </tr>
          );
        })}
        <tr>
          <th scope="row">{t`total`}</th>
          <td />
          <td>{formatValue(total)}</td>
          <td>{formatPercent(1)}</td>
        </tr>
      </tbody>
    </table>
  );
}
