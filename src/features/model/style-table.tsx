import { wayPath } from '../../digits/drawing/ink-path.ts';
import { styles as allStyles } from '../../digits/synthesis/styles.ts';
import { styleTitle } from '../../digits/synthesis/titles.ts';
import { t } from '../../language/language.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import type { ModelCard } from '../../measures/model-card.ts';
import { Disclosure } from '../../ui/controls/disclosure.tsx';
import styles from './style-table.module.css';

const waysOf = new Map(allStyles.map(({ name, strokes }) => [name, wayPath(strokes)]));

/** Of the styles, those that are always shown. */
const shown = 12;

/** Synthetic handwriting, style by style, the worst first: each with its picture and the share that is read right. */
export function StyleTable({ styles: measured }: Pick<ModelCard, 'styles'>) {
  const each = measured[0]?.total ?? 0;
  const worstFirst = measured.toSorted((a, b) => a.right / a.total - b.right / b.total);
  return (
    <section className={styles.styles}>
      <h2>{t`Synthetic handwriting by style`}</h2>
      <p className={styles.note}>
        {t`${formatCount(each)} drawings of each style, and the share that is read right. The hardest come first.`}
      </p>
      <Tiles of={worstFirst.slice(0, shown)} />
      <Disclosure summary={t`The other ${formatCount(measured.length - shown)} styles`}>
        <Tiles of={worstFirst.slice(shown)} />
      </Disclosure>
    </section>
  );
}

function Tiles({ of }: { readonly of: ModelCard['styles'] }) {
  return (
    <ul className={styles.tiles}>
      {of.map(({ name, total, right }) => (
        <li key={name} className={styles.tile} title={styleTitle(name)}>
          <svg viewBox="-12 -12 124 124" aria-hidden="true">
            <path d={waysOf.get(name)} />
          </svg>
          <span className={styles.name}>{styleTitle(name)}</span>
          <span className={styles.share} data-low={right / total < 0.95}>
            {formatPercent(right / total)}
          </span>
        </li>
      ))}
    </ul>
  );
}
