import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../language/language.ts';
import { formatPercent } from '../../lib/format.ts';
import { activationOf, outputOf } from '../../network/architecture.ts';
import { digitClasses as digits } from '../../network/labels.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './probability-rows.module.css';
import { distancesOf, distanceText } from './words.ts';
import { writeText } from './write-text.ts';

interface ProbabilityRowsProps {
  readonly figure: LiveFigure;
  /** Height of a row in CSS pixels: that of a cell of the sheet. */
  readonly rowPx: number;
  readonly answered: boolean;
  readonly children: ReactNode;
}

/** The ten cells of Output with their digits and probabilities beside them, following the values. */
export function ProbabilityRows({ figure, rowPx, answered, children }: ProbabilityRowsProps) {
  const rows = useRef<HTMLOListElement>(null);
  const measures = outputOf(figure.architecture).kind === 'rbf';
  useEffect(() => {
    return figure.onPainted(() => {
      const { architecture, activations } = figure;
      const output = activations && activationOf(architecture, activations, outputOf(architecture).name);
      const distances = activations && distancesOf(architecture, activations);
      const winner = answered ? figure.likeliest() : null;
      [...(rows.current?.children ?? [])].forEach((row, digit) => {
        if (!(row instanceof HTMLElement)) return;
        const probability = output?.[digit] ?? 0;
        row.style.setProperty('--share', String(probability));
        row.toggleAttribute('data-top', digit === winner);
        writeText(row.querySelector('output'), output ? formatPercent(probability) : '');
        const distance = distances?.[digit];
        writeText(
          row.querySelector<HTMLElement>('[data-distance]'),
          distance == null ? '' : distanceText(distance),
        );
      });
    });
  }, [figure, answered]);

  return (
    <div className={styles.output}>
      <ol className={styles.digits} translate="no" aria-hidden="true" style={{ gridAutoRows: rowPx }}>
        {digits.map((digit) => (
          <li key={digit}>{digit}</li>
        ))}
      </ol>
      {children}
      <ol
        ref={rows}
        className={styles.rows}
        translate="no"
        aria-label={t`Probability of each digit`}
        data-testid="output-rows"
        data-distances={measures}
        style={{ gridAutoRows: rowPx }}
      >
        {digits.map((digit) => (
          <li key={digit} className={styles.row}>
            <span className="visually-hidden">{digit}</span>
            <span className={styles.track} />
            <output className={styles.percent} aria-live="off" />
            {measures && <span className={styles.percent} data-distance title={t`Distance of its bitmap`} />}
          </li>
        ))}
      </ol>
    </div>
  );
}
