import type { ReactNode } from 'react';
import styles from './page.module.css';

export interface PageWords {
  readonly title: string;
  /** What the page is for, and what to do first. */
  readonly lead: string;
}

interface PageHeadProps extends PageWords {
  readonly id?: string;
  /** How many of what the page is about there are. */
  readonly count?: string;
  /** Buttons for the whole page, beside the words. */
  readonly children?: ReactNode;
}

/** How a page begins: its name, what it is for, and its buttons. */
export function PageHead({ id, title, lead, count, children }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        <h1 className={styles.title} {...(id !== undefined && { id })}>
          {title}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </h1>
        <p className={styles.lead}>{lead}</p>
      </div>
      {children !== undefined && <div className={styles.buttons}>{children}</div>}
    </header>
  );
}
