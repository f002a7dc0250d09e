import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatPercent, formatValue } from '../../../lib/format.ts';
import type { Arithmetic } from '../../../network/arithmetic.ts';
import { squashText } from '../../../ui/network/words.ts';
import { SquashCurve } from './squash-curve.tsx';
import styles from './sum-line.module.css';

interface SumLineProps {
  readonly arithmetic: Arithmetic;
  /** Whether the terms are squared differences, of an RBF unit. */
  readonly compares: boolean;
}

/** From the products to the value: their sum, the bias, and what becomes of it. */
export function SumLine({ arithmetic, compares }: SumLineProps) {
  const { terms, bias, sum, value, activation } = arithmetic;
  const products = terms.reduce((total, { product }) => total + product, 0);
  const parts =
    activation === 'none'
      ? [
          {
            name: plural(terms.length)`mean of ${terms.length} value | mean of ${terms.length} values`,
            amount: formatValue(value),
          },
        ]
      : [
          ...(compares
            ? [
                {
                  name: plural(terms.length)`minus ${terms.length} square | minus ${terms.length} squares`,
                  amount: formatValue(products),
                },
              ]
            : [
                {
                  name: plural(terms.length)`${terms.length} product | ${terms.length} products`,
                  amount: formatValue(products),
                },
                { name: t`bias`, amount: formatValue(bias) },
                { name: t`sum`, amount: formatValue(sum) },
              ]),
          activation === 'softmax'
            ? { name: t`share of all ten`, amount: formatPercent(value) }
            : { name: squashText(activation, t`sum`), amount: formatValue(value) },
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
      {activation !== 'none' && activation !== 'softmax' && (
        <SquashCurve activation={activation} sum={sum} value={value} />
      )}
    </div>
  );
}
