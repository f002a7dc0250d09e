import { useEffect, useState } from 'react';
import type { LookingWorker } from '../../../lab/explaining/looking-contract.ts';
import { whileWanted } from '../../../ui/while-wanted.ts';

/** Share of the test digits that a network reads right; the last one known while a newer one is measured. */
export function useAccuracy(explainer: LookingWorker, parameters: Float32Array | null): number | null {
  const [share, setShare] = useState<number | null>(null);
  useEffect(() => {
    if (!parameters) return setShare(null);
    return whileWanted(
      explainer.accuracy(parameters),
      (measured) => measured && setShare(measured.right / measured.total),
      // The rest of the tool says what is wrong with the worker.
      () => setShare(null),
    );
  }, [explainer, parameters]);
  return share;
}
