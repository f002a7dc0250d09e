import { t } from '../../../language/language.ts';
import { IconButton } from '../../../ui/controls/button.tsx';
import { CurveDot } from './curve-dot.tsx';
import styles from './curve-legend.module.css';
import { type CurveStyle, dashOf } from './curve-style.ts';

export interface LegendEntry {
  readonly key: string;
  readonly style: CurveStyle;
  readonly name: string;
  /** Its value where the slider or the pointer is, in words. */
  readonly text: string;
  readonly onRemove?: () => void;
}

/** What the lines are, with their values: as they are drawn, so that no line needs its colour to be told. */
export function CurveLegend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className={styles.legend} aria-label={t`Curves`}>
      {entries.map(({ key, style, name, text, onRemove }) => (
        <li key={key}>
          <svg
            className={styles.mark}
            data-kind={style.kind}
            data-nth={style.nth}
            width={36}
            height={12}
            aria-hidden="true"
          >
            <path d="M0 6H36" strokeDasharray={dashOf(style)} />
            {style.kind === 'network' && <CurveDot nth={style.nth} x={18} y={6} />}
          </svg>
          <span className={styles.name}>{name}</span>
          <b className={styles.value} translate="no">
            {text}
          </b>
          {onRemove ? <IconButton icon="close" label={t`Take ${name} out`} onClick={onRemove} /> : <span />}
        </li>
      ))}
    </ul>
  );
}
