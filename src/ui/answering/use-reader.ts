import { useEffect, useMemo } from 'react';
import type { ReaderClient } from '../../lab/reading/client.ts';
import { type DrawingModelStore, holdsNumber } from '../draw-pad/model.ts';
import type { ActivationSource } from '../network/live-figure.ts';

/**
 * Has every change of a drawing of one digit read: it goes to the worker at once, whose client keeps only the newest that waits.
 * @returns the activations, for the figure to follow
 */
export function useReader(reader: ReaderClient, store: DrawingModelStore): ActivationSource {
  useEffect(() => {
    const ask = () => {
      const model = store.getState();
      const { drawing, revision } = model;
      if (!holdsNumber(model)) reader.read({ drawing, revision });
    };
    ask();
    return store.subscribe((now, before) => {
      if (now.revision !== before.revision || holdsNumber(now) !== holdsNumber(before)) ask();
    });
  }, [store, reader]);
  return useMemo(
    () => ({ subscribe: reader.subscribe, latest: () => reader.reading()?.activations ?? null }),
    [reader],
  );
}
