import { useMemo, useSyncExternalStore } from 'react';
import type { ReaderClient } from '../../lab/reading/client.ts';
import type { Architecture } from '../../network/architecture.ts';
import type { KnowingNetwork } from '../../network/energy.ts';
import { lenet5 } from '../../network/lenet-5.ts';

export function useArchitecture(reader: ReaderClient): Architecture {
  return useSyncExternalStore(reader.subscribe, reader.architecture) ?? lenet5;
}

/** The network that answers; the same object as long as it is the same. */
export function useNetwork(reader: ReaderClient): KnowingNetwork | null {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const architecture = useArchitecture(reader);
  const parameters = status.state === 'ready' ? status.parameters : null;
  const leastEnergy = status.state === 'ready' ? status.leastEnergy : null;
  return useMemo(
    () => parameters && { architecture, parameters, leastEnergy },
    [architecture, parameters, leastEnergy],
  );
}
