import { useEffect, useMemo } from 'react';
import type { ReaderClient } from '../../lab/reading/client.ts';
import type { DrawingModelStore } from '../draw-pad/model.ts';
import type { ActivationSource } from '../network/live-figure.ts';

/**
 * Has every change of the drawing read: it goes to the worker at once, whose client keeps only the newest that waits.
 * @param whole false where something else than the whole drawing is read
 * @returns the activations, for the figure to follow
 */
export function useReader(reader: ReaderClient, store: DrawingModelStore, whole = true): ActivationSource {
  useEffect(() => {
    if (!whole) return;
    const ask = () => {
      const { drawing, revision } = store.getState();
      reader.read({ drawing, revision });
    };
    ask();
    return store.subscribe((now, before) => {
      if (now.revision !== before.revision) ask();
    });
  }, [store, reader, whole]);
  return useMemo(
    () => ({ subscribe: reader.subscribe, latest: () => reader.reading()?.activations ?? null }),
    [reader],
  );
}
