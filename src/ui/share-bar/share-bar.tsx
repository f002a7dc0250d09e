import styles from './share-bar.module.css';

interface ShareBarProps {
  /** 0..1 */
  readonly share: number;
  /** How it stands out among others: the answer, what comes second, or neither. */
  readonly rank?: 'first' | 'second' | 'other';
}

/**
 * A share as a bar; the words beside it say it. Style sheets around it set its height (`--bar-height`), and with
 * `--bar-upright: 1` it grows upwards.
 */
export function ShareBar({ share, rank = 'other' }: ShareBarProps) {
  return (
    <span className={styles.bar} data-rank={rank} aria-hidden="true">
      <span className={styles.fill} style={{ '--share': share }} />
    </span>
  );
}
