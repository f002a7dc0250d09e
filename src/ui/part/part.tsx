import { type ReactNode, Suspense } from 'react';
import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { Button } from '../controls/button.tsx';
import { Boundary } from './boundary.tsx';
import { PartMissingError } from './loadable.ts';
import styles from './part.module.css';

interface PartProps {
  /** What it is, to begin a sentence with: "The chart". */
  readonly name: string;
  readonly waiting?: ReactNode;
  /** Another value tries again: what was shown when it failed is no longer what is to be shown. */
  readonly resetKey?: unknown;
  readonly children: ReactNode;
}

/** A part of a page that fails alone: a sentence and a button take its place, and the rest goes on. */
export function Part({ name, waiting = null, resetKey, children }: PartProps) {
  return (
    <Boundary
      resetKey={resetKey}
      fallback={(error, retry) => (
        <div className={styles.trouble} role="alert" data-testid="part-trouble">
          <p>{troubleText(name, error)}</p>
          <Button onClick={retry}>{t`Try again`}</Button>
        </div>
      )}
    >
      <Suspense fallback={waiting}>{children}</Suspense>
    </Boundary>
  );
}

function troubleText(name: string, error: unknown): string {
  return error instanceof PartMissingError
    ? t`${name} could not be loaded. Check your connection and try again, or reload the page. Error: ${error.message}`
    : t`${name} could not be shown. The rest of the page still works. Error: ${messageOf(error)}`;
}
