import { asSentence } from '../../lib/expect.ts';
import { Button } from '../../ui/controls/button.tsx';
import { remove } from './network-actions.ts';
import type { NetworksModel } from './networks-model.ts';
import styles from './networks-page.module.css';

interface DamagedRowProps {
  readonly model: NetworksModel;
  readonly id: string;
  readonly reason: string;
  readonly onGone: () => void;
}

/** A stored network that cannot be opened: shown, because it takes up room until somebody deletes it. */
export function DamagedRow({ model, id, reason, onGone }: DamagedRowProps) {
  const onDelete = async () => {
    await remove(model, [id], 'The damaged network');
    onGone();
  };
  return (
    <li className={styles.damaged} data-testid="damaged-network">
      <p>
        <b>Damaged network.</b> It cannot be opened, only deleted. {asSentence(reason)}
      </p>
      <Button icon="clear" onClick={() => void onDelete()}>
        Delete<span className="visually-hidden"> the damaged network</span>
      </Button>
    </li>
  );
}
