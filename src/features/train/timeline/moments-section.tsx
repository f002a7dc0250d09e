import { useStore } from 'zustand/react';
import { SaveNetwork } from '../network/save-network.tsx';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import { Timeline } from './timeline.tsx';

/** The run's kept moments: going back to one shows the network of then in every part of the page. */
export function MomentsSection({ model }: { readonly model: TrainModel }) {
  const { client } = model;
  const moments = useStore(client.store, (view) => view.timeline);
  const shownStep = useStore(client.store, (view) => view.shownStep);
  const lastStep = useStore(client.store, (view) => view.status.step);
  const there = useStore(
    client.store,
    ({ moment, status }) => moment !== null && moment.runId === status.runId,
  );
  return (
    <div className={styles.moments}>
      <Timeline moments={moments} shownStep={shownStep} lastStep={lastStep} onShow={client.showMoment} />
      <SaveNetwork model={model} view={client.store.getState} there={there} />
    </div>
  );
}
