import { t } from '../../language/language.ts';
import { formatPercent, formatValue } from '../../lib/format.ts';
import { layerNamed } from '../../network/architecture.ts';
import type { Arithmetic, Term } from '../../network/arithmetic.ts';
import type { Unit } from '../../network/unit.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './unit-sum.module.css';
import { useArithmetic } from './use-arithmetic.ts';
import { squashText } from './words.ts';

interface UnitSumProps {
  readonly figure: LiveFigure;
  readonly unit: Unit;
  readonly parameters: Float32Array | null;
}

/** More parts than this are told by the largest, and the rest in one. */
const partsMost = 6;

/** How the value of a unit comes about: its products by source, the bias, the sum and what becomes of it. */
export function UnitSum({ figure, unit, parameters }: UnitSumProps) {
  const arithmetic = useArithmetic(figure, unit, parameters);
  if (!arithmetic) return null;
  const parts = partsOf(arithmetic, layerNamed(figure.architecture, unit.layer).kind === 'rbf');
  return (
    <section className={styles.sum} aria-label={t`How this value is computed`} data-testid="unit-sum">
      <dl className={styles.parts} translate="no">
        {parts.map(({ name, amount }) => (
          <div key={name} className={styles.part}>
            <dt>{name}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** @param compares whether the terms are squared differences, of an RBF unit */
function partsOf({ unit, terms, bias, sum, value, activation, shares }: Arithmetic, compares: boolean) {
  const part = (name: string, amount: number) => ({ name, amount: formatValue(amount) });
  if (activation === 'none') {
    const read = terms.map((term) =>
      part(t`row ${term.source.row}, column ${term.source.column}`, term.value),
    );
    return [...read, part(t`mean`, value)];
  }
  const sources = bySource(terms).toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const named = sources.length <= partsMost ? sources : sources.slice(0, partsMost - 1);
  const others = compares ? [] : sources.slice(named.length);
  const together = compares ? t`minus ${terms.length} squares` : t`${terms.length} products`;
  const parts = compares
    ? [part(together, sum)]
    : named.map(({ name, amount }) => part(sources.length === 1 ? together : name, amount));
  const rest = others.reduce((total, { amount }) => total + amount, 0);
  if (others.length > 0) parts.push(part(t`${others.length} others`, rest));
  if (!compares) parts.push(part(t`bias`, bias), part(t`sum`, sum));
  if (activation !== 'softmax') parts.push(part(squashText(activation, t`sum`), value));
  if (shares) {
    // The highest sum is taken off all ten, so that the highest is e to the power of 0.
    parts.push(part(t`e^(sum − max)`, shares.exponentials[unit.map] as number));
    parts.push(part(t`all ten of these`, shares.total), { name: t`share`, amount: formatPercent(value) });
  }
  return parts;
}

/** The products of each map, or of each unit of a dense layer. */
function bySource(terms: readonly Term[]) {
  const sums = new Map<string, number>();
  for (const { source, product } of terms) {
    const name = `${source.layer} ${source.map}`;
    sums.set(name, (sums.get(name) ?? 0) + product);
  }
  return Array.from(sums, ([name, amount]) => ({ name, amount }));
}
