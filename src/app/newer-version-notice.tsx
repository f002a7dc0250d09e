import { useStore } from 'zustand/react';
import { Button } from '../ui/controls/button.tsx';
import { newerVersion, reload } from './newer-version.ts';
import styles from './newer-version-notice.module.css';

/** Says on every page that a newer version is there, with the way to it. */
export function NewerVersionNotice() {
  const text = useStore(newerVersion, (state) => state.text);
  return (
    <div role="alert" data-testid="newer-version">
      {text !== null && (
        <div className={styles.notice}>
          <p>{text}</p>
          <Button kind="primary" onClick={() => void reload()}>
            Reload
          </Button>
        </div>
      )}
    </div>
  );
}
