import { useCallback, useState } from 'react';
import { useStore } from 'zustand/react';
import type { ConfusionCell } from '../../ui/confusion/cells.ts';
import { ConfusionDialog } from '../../ui/confusion/confusion-dialog.tsx';
import { ConfusionMatrix } from '../../ui/confusion/confusion-matrix.tsx';
import { TestPanel } from '../../ui/train/test/test-panel.tsx';
import type { TrainModel } from './train-model.ts';
import styles from './train-page.module.css';

/** The whole test set: measured, digit by digit, with the images behind every mistake. */
export function TestSection({ model }: { readonly model: TrainModel }) {
  const { client, probe } = model;
  const result = useStore(client.store, (view) => view.tested);
  const testing = useStore(client.store, (view) => view.testing);
  const ready = useStore(client.store, (view) => view.moment !== null && view.status.runId !== null);
  const mnist = useStore(client.store, ({ data }) => data?.name === 'MNIST');
  const [cell, setCell] = useState<ConfusionCell | null>(null);
  const images = useCallback((places: readonly number[]) => client.images('test', places), [client]);
  const close = useCallback(() => setCell(null), []);
  return (
    <div className={styles.test}>
      <TestPanel testing={testing} ready={ready} onTest={client.test} onStop={client.stopTest}>
        {result && <ConfusionMatrix result={result} onOpen={setCell} mnist={mnist} />}
      </TestPanel>
      {result && cell && (
        <ConfusionDialog
          result={result}
          cell={cell}
          images={images}
          onPick={probe.getState().pick}
          onClose={close}
        />
      )}
    </div>
  );
}
