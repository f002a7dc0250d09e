import { CutGraphFigure } from './cut-graph-figure.tsx';
import { NumberPanel } from './number-panel.tsx';
import styles from './number-part.module.css';
import type { NumberOnPaper } from './use-number.ts';

interface NumberPartProps extends NumberOnPaper {
  readonly waiting: string;
}

/** The answer to a number, and how it was found. */
export function NumberPart({ number, shown, show, waiting }: NumberPartProps) {
  return (
    <div className={styles.part}>
      <NumberPanel number={number} waiting={waiting} shown={shown} onShow={show} />
      <section className={styles.graph} aria-label="How the number was cut">
        <h2>How it was cut</h2>
        {number && number.pieces.length > 0 ? (
          <CutGraphFigure reading={number} drawing={number.drawing} />
        ) : (
          <p className={styles.hint}>Write some digits, touching or not.</p>
        )}
      </section>
    </div>
  );
}
