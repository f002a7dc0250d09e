import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Drawing, emptyDrawing } from '../../../digits/drawing/drawing.ts';
import type { ReaderClient } from '../../../lab/reading/client.ts';
import type { NumberOfDrawing } from '../../../lab/reading/contract.ts';
import type { DrawingStore } from '../drawing-store.ts';

export interface NumberOnPaper {
  /** Null where the paper is for one digit, and before the first answer. */
  readonly number: NumberOfDrawing | null;
  /** Place of the digit whose layers are shown: the last one unless another is chosen. */
  readonly shown: number;
  readonly show: (place: number) => void;
  /** The ink of that digit. */
  readonly ink: Drawing;
}

/**
 * Has every change of a number read, and then the one of its digits that is shown, so that the page has its layers.
 * @param wanted whether the paper is for a number
 */
export function useNumber(reader: ReaderClient, store: DrawingStore, wanted: boolean): NumberOnPaper {
  const [chosen, setChosen] = useState<number | null>(null);
  const newest = useSyncExternalStore(reader.subscribe, reader.number);
  const number = wanted ? newest : null;
  const digits = number?.digits ?? [];
  const shown = chosen !== null && chosen < digits.length ? chosen : digits.length - 1;
  const ink = digits[shown]?.ink ?? emptyDrawing;

  useEffect(() => {
    if (!wanted) return;
    setChosen(null);
    const ask = () => {
      const { drawing, revision } = store.getState();
      reader.readNumber({ drawing, revision });
    };
    ask();
    return store.subscribe((now, before) => {
      if (now.revision !== before.revision) ask();
    });
  }, [reader, store, wanted]);

  const revision = number?.revision;
  useEffect(() => {
    if (revision !== undefined) reader.read({ drawing: ink, revision });
  }, [reader, ink, revision]);

  return { number, shown, show: setChosen, ink };
}
