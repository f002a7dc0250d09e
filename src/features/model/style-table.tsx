import { wayPath } from '../../digits/drawing/ink-path.ts';
import { styles as allStyles } from '../../digits/synthesis/styles.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import type { ModelCard } from '../../measures/model-card.ts';
import styles from './style-table.module.css';

const waysOf = new Map(allStyles.map(({ name, strokes }) => [name, wayPath(strokes)]));

/** Synthetic handwriting, style by style: each with its picture and the share that is read right. */
export function StyleTable({ styles: measured }: Pick<ModelCard, 'styles'>) {
  const each = measured[0]?.total ?? 0;
  return (
    <section className={styles.styles}>
      <h3>Synthetic handwriting by style</h3>
      <p className={styles.note}>{formatCount(each)} drawings of each; the share that is read right.</p>
      <ul className={styles.tiles}>
        {measured.map(({ name, total, right }) => (
          <li key={name} className={styles.tile} title={name}>
            <svg viewBox="-12 -12 124 124" aria-hidden="true">
              <path d={waysOf.get(name)} />
            </svg>
            <span className={styles.name}>{name}</span>
            <span className={styles.share} data-low={right / total < 0.95}>
              {formatPercent(right / total)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
