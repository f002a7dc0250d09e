import { formatPercent, formatValue } from '../../../lib/format.ts';
import type { Arithmetic } from '../../../network/arithmetic.ts';
import { SquashCurve } from './squash-curve.tsx';
import styles from './sum-line.module.css';

/** From the products to the value: their sum, the bias, and what becomes of it. */
export function SumLine({ arithmetic }: { readonly arithmetic: Arithmetic }) {
  const { terms, bias, sum, value, activation } = arithmetic;
  const products = terms.reduce((total, { product }) => total + product, 0);
  const parts =
    activation === 'none'
      ? [{ name: `mean of ${terms.length} values`, amount: formatValue(value) }]
      : [
          { name: `${terms.length} products`, amount: formatValue(products) },
          { name: 'bias', amount: formatValue(bias) },
          { name: 'sum', amount: formatValue(sum) },
          activation === 'tanh'
            ? { name: 'tanh(sum)', amount: formatValue(value) }
            : { name: 'share of all ten', amount: formatPercent(value) },
        ];
  return (
    <div className={styles.line}>
      <dl className={styles.parts} data-testid="sum-line" translate="no">
        {parts.map(({ name, amount }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
      {activation === 'tanh' && <SquashCurve sum={sum} value={value} />}
    </div>
  );
}
