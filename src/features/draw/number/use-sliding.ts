import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SlidNumber } from '../../../digits/number/slide-number.ts';
import type { ReaderClient } from '../../../lab/reading/client.ts';
import type { NumberOfDrawing } from '../../../lab/reading/contract.ts';

interface Sliding {
  readonly slid: SlidNumber;
  /** What cutting read in the same drawing; null where it answered nothing. */
  readonly cut: string | null;
}

/**
 * Has every number that was read by cutting read by sliding as well, and shows both of one drawing together.
 * @param number null where there is no ink
 */
export function useSliding(reader: ReaderClient, number: NumberOfDrawing | null): Sliding | null {
  const newest = useSyncExternalStore(reader.subscribe, reader.slid);
  const [shown, setShown] = useState<Sliding | null>(null);
  useEffect(() => {
    if (number) reader.slideNumber({ drawing: number.drawing, revision: number.revision });
  }, [reader, number]);
  useEffect(() => {
    if (!number || !newest?.slid || newest.revision !== number.revision) return;
    setShown({ slid: newest.slid, cut: number.best?.text ?? null });
  }, [number, newest]);
  return shown;
}
