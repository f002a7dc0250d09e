import { useMemo, useSyncExternalStore } from 'react';
import type { ReaderClient } from '../../lab/reading/client.ts';
import type { KnowingNetwork } from '../../network/energy.ts';

/** The network that answers; the same object as long as it is the same. */
export function useNetwork(reader: ReaderClient): KnowingNetwork | null {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const architecture = useSyncExternalStore(reader.subscribe, reader.architecture);
  const parameters = status.state === 'ready' ? status.parameters : null;
  const leastEnergy = status.state === 'ready' ? status.leastEnergy : null;
  return useMemo(
    () => parameters && { architecture, parameters, leastEnergy },
    [architecture, parameters, leastEnergy],
  );
}
