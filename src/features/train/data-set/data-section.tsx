import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import type { BuiltInSource } from '../../../run/contract.ts';
import { HandwritingSection } from '../handwriting/handwriting-section.tsx';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import { DataPanel } from './data-panel.tsx';

/** What runs learn from: a data set, and handwriting that nobody wrote. */
export function DataSection({ model }: { readonly model: TrainModel }) {
  const { client } = model;
  const data = useStore(client.store, (view) => view.data);
  const onSource = (source: BuiltInSource) =>
    client.takeSource(source, model.settings.getState().settings.stylesOff);
  return (
    <div className={styles.data}>
      <h2 className="visually-hidden">{t`Data`}</h2>
      <DataPanel
        data={data}
        onLoad={client.loadData}
        onFiles={client.takeFiles}
        onSource={onSource}
        onDeleteCache={client.deleteCache}
      />
      <HandwritingSection model={model} />
    </div>
  );
}
