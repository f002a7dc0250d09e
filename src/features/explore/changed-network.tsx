import { useStore } from 'zustand/react';
import { editText } from '../../explain/surgery.ts';
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
  const more = edits.length > 1 ? ` and ${edits.length - 1} more` : '';
  return (
    <p className={styles.changed} role="status" data-testid="changed-network">
      <span>
        Changed on this page: {editText(architecture, first)}
        {more}
      </span>
      <Button onClick={() => operation.setState({ edits: [] })}>Restore</Button>
    </p>
  );
}
