import type { CurveSeries } from '../../pictures/curves.ts';
import styles from './curve-mark.module.css';

interface CurveMarkProps {
  readonly kind: CurveSeries['kind'];
  /** Pixels; [] for a solid line. */
  readonly dash: readonly number[];
}

/** A piece of a curve, as it is drawn, beside its name. */
export function CurveMark({ kind, dash }: CurveMarkProps) {
  const width = dash.length > 0 ? 28 : 16;
  return (
    <svg className={styles.mark} data-kind={kind} width={width} height={2} aria-hidden="true">
      <line x1={0} x2={width} y1={1} y2={1} strokeDasharray={dash.join(' ') || undefined} />
    </svg>
  );
}
