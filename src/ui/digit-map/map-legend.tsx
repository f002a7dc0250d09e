import { t } from '../../language/language.ts';
import { digitClasses } from '../../network/labels.ts';
import { classColours } from '../../pictures/class-colours.ts';
import type { Theme } from '../../pictures/colour-scales.ts';
import styles from './map-legend.module.css';

interface MapLegendProps {
  readonly theme: Theme;
  /** What the further point is; none where there is none. */
  readonly drawn?: string;
}

/** What colours and marks of a map of digits mean. */
export function MapLegend({ theme, drawn }: MapLegendProps) {
  return (
    <ul className={styles.legend} aria-label={t`Legend`}>
      {digitClasses.map((digit) => (
        <li key={digit}>
          <span
            className={styles.dot}
            style={{ background: classColours[theme][digit] }}
            aria-hidden="true"
          />
          {digit}
        </li>
      ))}
      <li>
        <span className={styles.ring} aria-hidden="true" />
        {t`misread`}
      </li>
      {drawn && (
        <li>
          <span className={styles.drawn} aria-hidden="true" />
          {drawn}
        </li>
      )}
    </ul>
  );
}
