import { useStore } from 'zustand/react';
import type { Architecture } from '../../../network/architecture.ts';
import { architectureNamed } from '../../../network/architecture-names.ts';
import type { TrainModel } from '../train-model.ts';

/** The network of the moment that is shown; before there is one, that of the next run. */
export function useShownArchitecture({ client, settings }: TrainModel): Architecture {
  const shown = useStore(client.store, ({ moment, status }) =>
    moment ? moment.architecture : status.runId === null ? null : status.settings.network,
  );
  const chosen = useStore(settings, (state) => state.settings.network);
  return architectureNamed(shown ?? chosen);
}
