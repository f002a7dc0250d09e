import { Button } from '../../ui/controls/button.tsx';
import type { NetworksModel } from './networks-model.ts';
import styles from './networks-page.module.css';

interface ShippedTroubleProps {
  readonly model: NetworksModel;
  readonly reason: string;
}

/** The network that comes with the app is not here: the line was cut, say. */
export function ShippedTrouble({ model, reason }: ShippedTroubleProps) {
  return (
    <li className={styles.damaged} role="alert">
      <p>The shipped network is not here: {reason}.</p>
      <Button onClick={model.loadShipped}>Try again</Button>
    </li>
  );
}
