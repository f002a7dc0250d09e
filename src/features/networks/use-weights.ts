import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { whileWanted } from '../../ui/while-wanted.ts';
import { type NetworksModel, shippedId, type Weights } from './networks-model.ts';

/** The weights of a network, or why there are none; null while they are read. */
export function useWeights(model: NetworksModel, id: string): Weights | null {
  const [read, setRead] = useState<{ readonly id: string; readonly weights: Weights } | null>(null);
  // The shipped one may come after a second try.
  const shipped = useStore(model.state, (state) => state.shipped);
  const again = id === shippedId ? shipped : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks once more.
  useEffect(() => whileWanted(model.weights(id), (weights) => setRead({ id, weights })), [model, id, again]);
  return read?.id === id ? read.weights : null;
}
