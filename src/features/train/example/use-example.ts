import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import type { TrainModel } from '../train-model.ts';
import type { ExampleMoment } from './example-run.ts';

/** Whether there is nothing to show of any run, and the next one begins with a fresh network. */
export function isBeforeRuns({ status, curves, earlier, resumable }: TrainerView): boolean {
  const none = earlier.length === 0 && resumable !== null && resumable.length === 0;
  return none && status.runId === null && status.origin === null && curves === null;
}

/** The recorded run, where it is to be shown. */
export const exampleOf = ({ client, example }: TrainModel) =>
  isBeforeRuns(client.store.getState()) ? example.latest() : null;

export const exampleNote = t`Example: a recorded run`;

/** Tells of changes of the run and of the example. */
export const subscribeBoth =
  ({ client, example }: TrainModel) =>
  (listener: () => void) => {
    const stops = [client.store.subscribe(listener), example.subscribe(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  };

/** The whole recorded run, however far it plays; null where it is not to be shown. */
export function useExampleOf(model: TrainModel): ExampleMoment | null {
  const subscribe = useMemo(() => subscribeBoth(model), [model]);
  return useSyncExternalStore(subscribe, () => exampleOf(model) && model.example.whole());
}

/** Loads the example where it is to be shown. */
export function useExample({ client, example }: TrainModel): void {
  const wanted = useStore(client.store, isBeforeRuns);
  useEffect(() => {
    if (wanted) example.load();
    else example.rest();
  }, [wanted, example]);
}
