import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageTitleProps {
  /** For sections that it names. */
  readonly id?: string;
  readonly children: ReactNode;
}

/** What a page is about, below the header. */
export function PageTitle({ id, children }: PageTitleProps) {
  return (
    <h2 className={styles.title} {...(id !== undefined && { id })}>
      {children}
    </h2>
  );
}
