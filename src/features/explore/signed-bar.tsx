import styles from './signed-bar.module.css';

interface SignedBarProps {
  readonly value: number;
  /** Magnitude at the ends. */
  readonly extent: number;
}

/** A bar to the right for what is positive and to the left for what is negative, in the colours of the figure. */
export function SignedBar({ value, extent }: SignedBarProps) {
  const share = extent > 0 ? Math.min(1, Math.abs(value) / extent) : 0;
  return (
    <span className={styles.track} aria-hidden="true">
      <span className={styles.fill} data-negative={value < 0} style={{ '--share': share }} />
    </span>
  );
}
