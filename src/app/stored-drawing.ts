import type { DrawingStore } from '../features/draw/drawing-store.ts';
import { t } from '../language/language.ts';
import { type KeyValueStore, keptDrawingKey } from '../storage/kept-drawing.ts';
import { amountOf, type StoredEntry } from '../storage/stored.ts';
import { routes } from './routes.ts';

interface StoredDrawingPlaces {
  readonly storage: KeyValueStore | null;
  readonly drawing: DrawingStore;
}

/** The drawing on the paper, for the view of all that is stored. */
export function storedDrawing({ storage, drawing }: StoredDrawingPlaces): StoredEntry {
  return {
    id: 'drawing',
    name: t`The drawing`,
    used: { text: t`on the Draw page`, href: routes.draw.href },
    undoable: true,
    look: async () => amountOf(textBytes(storage, [keptDrawingKey]), t`1 drawing`),
    async remove() {
      const { drawing: onPaper, number, bringNumber, clear } = drawing.getState();
      bringNumber();
      clear();
      const undo = async () => {
        // Not the paper's own Undo: that takes back whatever has been drawn since.
        const { load, takeDigit } = drawing.getState();
        load(number ?? onPaper);
        if (number) takeDigit(onPaper);
        return { ok: true } as const;
      };
      return { ok: true, undo };
    },
  };
}

/** Two bytes a character, as browsers count. */
export function textBytes(storage: KeyValueStore | null, keys: readonly string[]): number {
  try {
    return keys.reduce((sum, key) => {
      const value = storage?.getItem(key);
      return value == null ? sum : sum + 2 * (key.length + value.length);
    }, 0);
  } catch {
    return 0;
  }
}
