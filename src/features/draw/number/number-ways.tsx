import type { ReaderClient } from '../../../lab/reading/client.ts';
import type { NumberOfDrawing } from '../../../lab/reading/contract.ts';
import { t } from '../../../language/language.ts';
import { CutGraphFigure } from './cut-graph-figure.tsx';
import styles from './number-ways.module.css';
import { SlideFigure } from './slide-figure.tsx';
import { useSliding } from './use-sliding.ts';

interface NumberWaysProps {
  readonly reader: ReaderClient;
  /** Null before the first answer. */
  readonly number: NumberOfDrawing | null;
}

/** How the number was read, and how it is read without cutting it. */
export function NumberWays({ reader, number }: NumberWaysProps) {
  const hasInk = number !== null && number.pieces.length > 0;
  const sliding = useSliding(reader, hasInk ? number : null);
  return (
    <div className={styles.ways}>
      <section className={styles.way} aria-label={t`How the number was cut`}>
        <h2>{t`How it was cut`}</h2>
        <div className={styles.room} data-of="graph">
          {hasInk ? (
            <CutGraphFigure reading={number} drawing={number.drawing} />
          ) : (
            <p className={styles.hint}>{t`Write some digits, touching or not.`}</p>
          )}
        </div>
      </section>
      <section className={styles.way} aria-label={t`The number without cuts`}>
        <h2>{t`Sliding instead of cutting`}</h2>
        <p className={styles.hint}>
          {t`The network slides over the whole line as one large convolution, with ten outputs every 4 pixels. Its windows also see parts of neighbouring digits, so it is usually less accurate than cutting.`}
        </p>
        <div className={styles.room}>{hasInk && sliding && <SlideFigure {...sliding} />}</div>
      </section>
    </div>
  );
}
