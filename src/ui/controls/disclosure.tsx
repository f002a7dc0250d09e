import type { ReactNode } from 'react';
import styles from './disclosure.module.css';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  /** Whether it is shown without being asked for; when this changes, so does what is shown. */
  readonly open?: boolean;
  readonly onToggle?: (open: boolean) => void;
}

/** Something that is shown when it is asked for. */
export function Disclosure({ summary, children, open, onToggle }: DisclosureProps) {
  return (
    <details
      className={styles.disclosure}
      open={open}
      onToggle={(event) => onToggle?.(event.currentTarget.open)}
    >
      <summary className={styles.summary}>
        <Icon name="chevron" />
        {summary}
      </summary>
      {children}
    </details>
  );
}
