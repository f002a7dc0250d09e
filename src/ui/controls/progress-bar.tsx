import styles from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  /** Share that is done, 0..1; null while nobody knows how much there is to do. */
  readonly share: number | null;
  readonly text?: string;
  /** For something that waits or goes on in the background. */
  readonly quiet?: boolean;
}

export function ProgressBar({ label, share, text, quiet = false }: ProgressBarProps) {
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.floor(100 * share)}
      aria-valuetext={text}
      data-open={share === null}
      data-quiet={quiet}
    >
      <span className={styles.filled} style={{ '--share': share ?? 0 }} />
    </div>
  );
}
