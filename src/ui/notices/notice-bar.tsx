import { t } from '../../language/language.ts';
import styles from './notice-bar.module.css';

interface NoticeBarProps {
  /** Which bar it is: the page's own, or the app's, which stands above it. */
  readonly name?: 'notice' | 'newer-version';
  readonly text: string | null;
  readonly onDismiss: () => void;
  /** A way out of the trouble, next to the message. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** A message that floats above the page's foot, so that nothing moves when it comes and goes. */
export function NoticeBar({ name = 'notice', text, onDismiss, action }: NoticeBarProps) {
  return (
    <div className={styles.region} role="alert" data-testid={name}>
      {text !== null && (
        <div className={styles.notice}>
          <span>{text}</span>
          {action && (
            <button type="button" className={styles.action} onClick={action.run}>
              {action.label}
            </button>
          )}
          <button type="button" className={styles.dismiss} aria-label={t`Dismiss`} onClick={onDismiss}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path
                d="M4 4l8 8M12 4l-8 8"
                stroke="currentColor"
                strokeWidth="1.5"
                fill="none"
                strokeLinecap="round"
              />
            </svg>
          </button>
        </div>
      )}
    </div>
  );
}
