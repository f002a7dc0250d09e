import type { FallbackProps } from 'react-error-boundary';
import { messageOf } from '../lib/expect.ts';
import { Button } from '../ui/controls/button.tsx';
import styles from './crash-page.module.css';

/** The one boundary: turns the unexpected into a message and a way on. The drawing is kept in storage. */
export function CrashPage({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <main className={styles.page} role="alert">
      <h1>Something broke that should not have</h1>
      <p>Your drawing is kept. What happened: {messageOf(error)}</p>
      <Button onClick={resetErrorBoundary}>Try again</Button>
    </main>
  );
}
