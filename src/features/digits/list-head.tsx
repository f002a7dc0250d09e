import { formatCount } from '../../lib/format.ts';
import { Button } from '../../ui/controls/button.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import { PageTitle } from '../../ui/page/page-title.tsx';
import styles from './list-head.module.css';

interface ListHeadProps {
  readonly count: number;
  readonly onExport: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onDeleteAll: () => void;
}

export function ListHead({ count, onExport, onFiles, onDeleteAll }: ListHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        <PageTitle>
          My digits<span className={styles.count}>{count > 0 ? formatCount(count) : ''}</span>
        </PageTitle>
        <p className={styles.note}>
          Drawings that you have labelled. They are kept in this browser, and go nowhere else.
        </p>
      </div>
      <div className={styles.buttons}>
        <Button icon="save" disabled={count === 0} onClick={onExport}>
          Export
        </Button>
        <FileButton onFiles={onFiles}>Import…</FileButton>
        <Button icon="clear" disabled={count === 0} onClick={onDeleteAll}>
          Delete all
        </Button>
      </div>
    </header>
  );
}
