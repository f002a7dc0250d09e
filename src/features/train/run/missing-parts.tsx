import { useState } from 'react';
import { browserParts, missingText } from './missing-words.ts';
import styles from './run-origin.module.css';

/** Says why training is slow here, or impossible. */
export function MissingParts() {
  const [text] = useState(() => missingText(browserParts()));
  if (text === null) return null;
  return (
    <p className={styles.origin} role="note" data-testid="missing-parts">
      {text}
    </p>
  );
}
