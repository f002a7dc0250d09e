import { useEffect } from 'react';
import { isEmpty } from '../../digits/drawing/drawing.ts';
import type { ReaderClient } from '../../lab/reading/client.ts';
import { type DrawingModelStore, holdsNumber } from '../draw-pad/model.ts';
import { useModel } from '../draw-pad/use-model.ts';

/** For pages that read one digit: where the paper holds a number, its first digit takes the number's place. */
export function useDigitOfNumber(reader: ReaderClient, store: DrawingModelStore): void {
  const line = useModel(store, (model) => (holdsNumber(model) ? model.drawing : null));
  useEffect(() => {
    if (!line) return;
    const { revision, takeDigit } = store.getState();
    if (isEmpty(line)) return takeDigit(line);
    const take = () => {
      const number = reader.number();
      if (number?.drawing === line) takeDigit(number.digits[0]?.ink ?? line);
    };
    const stop = reader.subscribe(take);
    reader.start();
    reader.readNumber({ drawing: line, revision });
    take();
    return stop;
  }, [reader, store, line]);
}
