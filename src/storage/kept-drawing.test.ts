import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawing, emptyDrawing } from '../digits/drawing/drawing.ts';
import { drawingKeeper, type KeyValueStore, keptDrawingKey } from './kept-drawing.ts';

function mapStore(): KeyValueStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

const drawing: Drawing = {
  strokes: [{ width: 208, points: [{ x: 5, y: 4096, pressure: 128 }] }],
  picture: { side: 16, ink: Uint8Array.from({ length: 256 }, (_, at) => (at < 200 ? 0 : at)) },
};

test('a drawing with a picture is read back as it was kept', () => {
  const pictures = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((ink) => ({ side: 8, ink }));
  fc.assert(
    fc.property(pictures, (picture) => {
      const keeper = drawingKeeper(mapStore());
      expect(keeper.keep({ ...drawing, picture })).toEqual({ ok: true });
      expect(keeper.read()).toEqual({ ok: true, drawing: { ...drawing, picture } });
    }),
  );
});

test('nothing kept is no drawing, and an empty paper leaves nothing behind', () => {
  const store = mapStore();
  const keeper = drawingKeeper(store);
  expect(keeper.read()).toEqual({ ok: true, drawing: null });
  keeper.keep(drawing);
  keeper.keep(emptyDrawing);
  expect(store.map.size).toBe(0);
});

test('a damaged entry, whatever it holds, gives a reason and never an exception', () => {
  const store = mapStore();
  const keeper = drawingKeeper(store);
  keeper.keep(drawing);
  const good = store.map.get(keptDrawingKey) ?? '';
  const cut = fc.nat(good.length - 1).map((length) => good.slice(0, length));
  fc.assert(
    fc.property(fc.oneof(cut, fc.string(), fc.json()), (text) => {
      store.map.set(keptDrawingKey, text);
      const read = keeper.read();
      expect(read.ok ? '' : read.reason).not.toBe('');
    }),
  );
  const parsed = JSON.parse(good);
  for (const picture of [
    { side: 16, ink: 'AA' },
    { side: 100_000, ink: '' },
    { side: 16, ink: `${parsed.picture.ink}B` },
  ]) {
    store.map.set(keptDrawingKey, JSON.stringify({ ...parsed, picture }));
    expect(keeper.read().ok).toBe(false);
  }
});

test("storage that is full or forbidden is a result with the browser's reason", () => {
  const refuse = () => {
    throw new Error('QuotaExceededError: full');
  };
  const keeper = drawingKeeper({ getItem: refuse, setItem: refuse, removeItem: refuse });
  expect(keeper.keep(drawing)).toEqual({ ok: false, reason: 'QuotaExceededError: full' });
  expect(keeper.read()).toEqual({ ok: false, reason: 'QuotaExceededError: full' });
});
