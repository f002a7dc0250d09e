import { Button } from '../../../ui/controls/button.tsx';
import { FileButton } from '../../../ui/controls/file-button.tsx';
import styles from './run-files.module.css';

interface RunFilesProps {
  /** Null while there is no run. */
  readonly onExport: (() => void) | null;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The run as a file, and one from elsewhere. */
export function RunFiles({ onExport, onFiles }: RunFilesProps) {
  return (
    <div className={styles.files}>
      <p className={styles.note}>
        A run in a file goes on in another browser; on WebAssembly it ends as it would have here, bit for bit.
      </p>
      <span className={styles.buttons}>
        <Button icon="save" disabled={onExport === null} onClick={() => onExport?.()}>
          Export run
        </Button>
        <FileButton onFiles={onFiles}>Import…</FileButton>
      </span>
    </div>
  );
}
