import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { SlidNumber } from '../../../digits/number/slide-number.ts';
import type { ReaderClient } from '../../../lab/reading/client.ts';
import type { NumberOfDrawing } from '../../../lab/reading/contract.ts';

/** Sliding takes the worker longer than an answer, so no more often than this while one writes. */
const paceMs = 150;

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
  const asked = useRef<{ readonly number: NumberOfDrawing; readonly at: number }>(null);
  useEffect(() => {
    if (!number) return;
    const wait = asked.current ? asked.current.at + paceMs - performance.now() : 0;
    const timer = setTimeout(() => {
      asked.current = { number, at: performance.now() };
      reader.slideNumber({ drawing: number.drawing, revision: number.revision });
    }, wait);
    return () => clearTimeout(timer);
  }, [reader, number]);
  useEffect(() => {
    const cut = asked.current?.number;
    if (newest?.slid && newest.revision === cut?.revision)
      setShown({ slid: newest.slid, cut: cut.best?.text ?? null });
  }, [newest]);
  return shown;
}
