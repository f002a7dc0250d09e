import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { tx } from '../../../ui/page/tx.ts';
import type { TrainModel } from '../train-model.ts';
import styles from './run-origin.module.css';

/** The network that the run goes on from, and the way back to a fresh one. */
export function RunOrigin({ model }: { readonly model: TrainModel }) {
  const { client } = model;
  const origin = useStore(client.store, ({ status }) => status.origin);
  const state = useStore(client.store, ({ status }) => status.state);
  const goesOn = useStore(client.store, ({ status }) => status.goesOn);
  if (!origin) return null;
  return (
    <div className={styles.origin} data-testid="run-origin">
      <p>
        {state === 'idle'
          ? tx`The next run trains ${<b>{origin.name}</b>} further. It begins with its weights and the settings of this page. A low learning rate keeps what it has learned.`
          : tx`This run trains ${<b>{origin.name}</b>} further. It begins with its weights and the settings of this page. A low learning rate keeps what it has learned.`}
      </p>
      {!goesOn && (
        <Button onClick={() => client.startFrom(null)}>{t`Start with a new network instead`}</Button>
      )}
    </div>
  );
}
