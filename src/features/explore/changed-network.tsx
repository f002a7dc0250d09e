import { useStore } from 'zustand/react';
import { editText } from '../../explain/surgery.ts';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import type { Architecture } from '../../network/architecture.ts';
import { Button } from '../../ui/controls/button.tsx';
import styles from './changed-network.module.css';
import type { OperationStore } from './looks/operation.ts';

/** Says that the network that answers here has been changed, and brings it back. */
export function ChangedNetwork({
  architecture,
  operation,
}: {
  readonly architecture: Architecture;
  readonly operation: OperationStore;
}) {
  const edits = useStore(operation, (state) => state.edits);
  const [first] = edits;
  if (!first) return null;
  const more = edits.length - 1;
  const change = editText(architecture, first);
  return (
    <p className={styles.changed} role="status" data-testid="changed-network">
      <span>
        {more > 0
          ? plural(
              more,
            )`Changed on this page: ${change} and ${more} more | Changed on this page: ${change} and ${more} more`
          : t`Changed on this page: ${change}`}
      </span>
      <Button onClick={() => operation.setState({ edits: [] })}>{t`Restore`}</Button>
    </p>
  );
}
