import { expect, test, vi } from 'vitest';
import { type Drawing, emptyDrawing } from '../../digits/drawing/drawing.ts';
import { type OwnDigit, ownDigitsMost } from '../../digits/own/own-digits.ts';
import type { OwnDigitsStore } from '../../storage/own-digits-store.ts';
import { OwnDigitsModel } from './own-digits-model.ts';

const dotAt = (x: number): Drawing => ({
  strokes: [{ width: 208, points: [{ x, y: 100, pressure: 128 }] }],
  picture: null,
});

/** A database in a Map, which is full, or forbidden, when the test says so. */
function places() {
  const kept = new Map<string, OwnDigit>();
  let failure: string | null = null;
  const guarded = async <Result>(work: () => Result) =>
    failure === null ? work() : ({ ok: false, reason: failure } as const);
  const store: OwnDigitsStore = {
    list: () =>
      guarded(() => ({
        ok: true as const,
        digits: [...kept.values()].sort((a, b) => b.savedAt - a.savedAt),
        damaged: 0,
      })),
    put: (digits) =>
      guarded(() => {
        for (const digit of digits) kept.set(digit.id, structuredClone(digit));
        return { ok: true as const };
      }),
    remove: (ids) =>
      guarded(() => {
        for (const id of ids) kept.delete(id);
        return { ok: true as const };
      }),
    clear: () =>
      guarded(() => {
        kept.clear();
        return { ok: true as const };
      }),
    close: () => {},
  };
  let count = 0;
  const askToPersist = vi.fn();
  const channel = { postMessage: vi.fn(), onmessage: null };
  const model = () =>
    new OwnDigitsModel({
      openStore: async () => store,
      askToPersist,
      channel,
      newId: () => `id${count++}`,
      now: () => 1000 + count,
    });
  const fail = (reason: string | null) => {
    failure = reason;
  };
  return { kept, askToPersist, channel, model, fail };
}

const labels = (model: OwnDigitsModel) => model.store.getState().digits?.map(({ label }) => label);
const notice = (model: OwnDigitsModel) => model.store.getState().notice;
/** Presses Undo, and waits until it is done. */
async function undo(model: OwnDigitsModel): Promise<void> {
  notice(model)?.undo?.();
  await model.load();
}

test('a corrected drawing is kept, after the browser was asked once to keep it for good; Undo takes it back', async () => {
  const { kept, askToPersist, channel, model } = places();
  const own = model();
  await own.keep(dotAt(1), 7);
  await own.keep(dotAt(2), 1);
  expect(labels(own)).toEqual([1, 7]);
  expect(kept.size).toBe(2);
  expect(askToPersist).toHaveBeenCalledTimes(1);
  expect(channel.postMessage).toHaveBeenCalledTimes(2);
  expect(notice(own)?.text).toBe('Kept as a 1.');
  await undo(own);
  expect(labels(own)).toEqual([7]);
  expect(kept.size).toBe(1);
  expect(notice(own)).toBeNull();
});

test('the same drawing with another label is changed, not kept twice, after a reload too', async () => {
  const { kept, model } = places();
  await model().keep(dotAt(1), 7);
  const own = model();
  await own.keep(dotAt(1), 1);
  expect([...kept.values()].map(({ label }) => label)).toEqual([1]);
  expect(notice(own)?.text).toBe('Now a 1, not a 7.');
  await undo(own);
  expect(labels(own)).toEqual([7]);
  await own.keep(dotAt(1), 7);
  expect(notice(own)?.text).toBe('Kept as a 7 already.');
  expect(kept.size).toBe(1);
});

test('deleted digits come back with Undo', async () => {
  const { kept, model } = places();
  const own = model();
  for (const x of [1, 2, 3]) await own.keep(dotAt(x), x);
  const ids = own.store.getState().digits?.map(({ id }) => id) ?? [];
  await own.remove(ids, 'All deleted.');
  expect(kept.size).toBe(0);
  await undo(own);
  expect(labels(own)).toEqual([3, 2, 1]);
  const cleared = await own.clear();
  expect(labels(own)).toEqual([]);
  if (cleared.ok) expect(await cleared.undo()).toEqual({ ok: true });
  expect(labels(own)).toEqual([3, 2, 1]);
});

test('a file is merged without duplicates, and undone as a whole', async () => {
  const { kept, model } = places();
  const own = model();
  await own.keep(dotAt(1), 7);
  const file = [
    { id: 'f1', label: 7, savedAt: 5, drawing: dotAt(1) },
    { id: 'f2', label: 3, savedAt: 6, drawing: dotAt(2) },
    { id: 'f3', label: 3, savedAt: 7, drawing: dotAt(2) },
  ];
  await own.add(file);
  expect(notice(own)?.text).toBe('1 digit added. 2 digits of the file were here already.');
  expect(labels(own)).toEqual([7, 3]);
  await own.add(file);
  expect(notice(own)?.text).toMatch(/Nothing new/);
  expect(kept.size).toBe(2);
});

test('storage that is full or forbidden: words, and nothing is lost', async () => {
  const { kept, model, fail } = places();
  const own = model();
  await own.keep(dotAt(1), 7);
  fail('no room is left');
  await own.keep(dotAt(2), 1);
  expect(notice(own)?.text).toBe('This digit could not be saved: no room is left.');
  await own.relabel('id0', 3);
  await own.remove(['id0'], 'Deleted.');
  expect(notice(own)?.text).toBe('Nothing was deleted: no room is left.');
  expect(labels(own)).toEqual([7]);
  await own.load();
  expect(own.store.getState()).toMatchObject({ trouble: 'no room is left' });
  fail(null);
  await own.load();
  expect(own.store.getState().trouble).toBeNull();
  expect([...kept.values()].map(({ label }) => label)).toEqual([7]);
});

test('no more than can be looked through, and nothing endless', async () => {
  const { model } = places();
  const own = model();
  const many = Array.from({ length: ownDigitsMost }, (_, x) => ({
    id: `m${x}`,
    label: 1,
    savedAt: x,
    drawing: dotAt(x),
  }));
  await own.add(many);
  await own.keep(dotAt(4000), 2);
  expect(notice(own)?.text).toMatch(/Delete some first/);
  await own.add([{ id: 'x', label: 1, savedAt: 1, drawing: dotAt(4000) }]);
  expect(notice(own)?.text).toMatch(/Delete some first/);
  await own.remove(['m0'], 'Deleted.');
  const [stroke] = dotAt(1).strokes;
  if (stroke) await own.keep({ ...emptyDrawing, strokes: new Array(2000).fill(stroke) }, 1);
  expect(notice(own)?.text).toMatch(/too long/);
});
