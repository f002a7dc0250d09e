import { t } from '../language/language.ts';
import { messageOf } from '../lib/expect.ts';
import { Button } from '../ui/controls/button.tsx';
import { PartMissingError } from '../ui/part/loadable.ts';
import styles from './crash-page.module.css';

interface CrashPageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** For a `Boundary`. */
export function crashPage(error: unknown, retry: () => void) {
  return <CrashPage error={error} retry={retry} />;
}

/** Takes a page's place when it cannot be shown: what happened, and a way on. The drawing is in storage. */
function CrashPage({ error, retry }: CrashPageProps) {
  const missing = error instanceof PartMissingError;
  return (
    <main className={styles.page} role="alert" data-testid="crash-page">
      <h1>{missing ? t`This page could not be loaded` : t`Something went wrong`}</h1>
      <p>
        {missing && `${t`Check your connection and try again, or reload the page.`} `}
        {t`Your drawing is safe. Error: ${messageOf(error)}`}
      </p>
      <Button onClick={retry}>{t`Try again`}</Button>
    </main>
  );
}
