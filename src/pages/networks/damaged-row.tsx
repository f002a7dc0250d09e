import { Button } from '../../ui/controls/button.tsx';
import { remove } from './network-actions.ts';
import type { NetworksModel } from './networks-model.ts';
import styles from './networks-page.module.css';

export interface DamagedRowProps {
  readonly model: NetworksModel;
  readonly id: string;
  readonly reason: string;
  readonly onGone: () => void;
}

/** A network that is kept and cannot be read: it is said rather than hidden, and takes room until it goes. */
export function DamagedRow({ model, id, reason, onGone }: DamagedRowProps) {
  const onDelete = async () => {
    await remove(model, [id], 'The damaged network');
    onGone();
  };
  return (
    <li className={styles.damaged} data-testid="damaged-network">
      <p>
        <b>Damaged.</b> This network cannot be read, or is of another version of the app: {reason}.
      </p>
      <Button icon="clear" onClick={() => void onDelete()}>
        Delete it
      </Button>
    </li>
  );
}
