import { useStore } from 'zustand/react';
import { editText } from '../../explain/surgery.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { Button } from '../../ui/controls/button.tsx';
import styles from './changed-network.module.css';
import type { OperationStore } from './looks/operation.ts';

/** Says that the network that answers here has been changed, and brings it back. */
export function ChangedNetwork({ operation }: { readonly operation: OperationStore }) {
  const edits = useStore(operation, (state) => state.edits);
  const [first] = edits;
  if (!first) return null;
  const more = edits.length > 1 ? ` and ${edits.length - 1} more` : '';
  return (
    <p className={styles.changed} role="status" data-testid="changed-network">
      <span>
        Changed on this page: {editText(lenet5, first)}
        {more}
      </span>
      <Button onClick={() => operation.setState({ edits: [] })}>Restore</Button>
    </p>
  );
}
