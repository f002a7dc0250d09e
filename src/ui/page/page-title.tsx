import type { ReactNode } from 'react';
import styles from './page.module.css';

export function PageTitle({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  return (
    <h1 className={styles.title} {...(id !== undefined && { id })}>
      {children}
    </h1>
  );
}
