import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import type { OwnDigit } from '../digits/own/own-digits.ts';
import { samples } from '../digits/samples.ts';
import { type OwnDigitsStore, openOwnDigitsStore } from './own-digits-store.ts';

let name: string;
let store: OwnDigitsStore;

beforeEach(() => {
  name = `test-digits-${crypto.randomUUID()}`;
  store = openOwnDigitsStore(name);
});

afterEach(async () => {
  store.close();
  await deleteDB(name);
});

const strokes = (at: number) => samples[at]?.drawing.strokes ?? [];
const first: OwnDigit = { id: 'a', label: 7, savedAt: 1000, drawing: { strokes: strokes(0), picture: null } };
const pictured: OwnDigit = {
  id: 'b',
  label: 3,
  savedAt: 2000,
  drawing: { strokes: strokes(1), picture: { side: 8, ink: new Uint8Array(64).map((_, at) => at) } },
};

test('digits come back newest first, with strokes and pictures to the bit, through another connection', async () => {
  expect(await store.list()).toEqual({ ok: true, digits: [], damaged: 0 });
  expect(await store.put([first, pictured])).toEqual({ ok: true });
  store.close();
  store = openOwnDigitsStore(name);
  expect(await store.list()).toEqual({ ok: true, digits: [pictured, first], damaged: 0 });
  await store.put([{ ...first, label: 1 }]);
  await store.remove(['b', 'never there']);
  expect(await store.list()).toEqual({ ok: true, digits: [{ ...first, label: 1 }], damaged: 0 });
});

test('what is damaged is counted and left out; the others are there', async () => {
  await store.put([first, pictured]);
  const database = await openDB(name);
  const good = await database.get('digits', 'b');
  const damage: Record<string, unknown> = {
    'another version': { ...good, version: 2 },
    'a label of 12': { ...good, label: 12 },
    'cut strokes': { ...good, strokes: good.strokes.slice(1) },
    'a picture too small': { ...good, picture: { side: 9, ink: new Uint8Array(80) } },
    'no digit at all': 'text',
  };
  for (const [id, value] of Object.entries(damage)) await database.put('digits', value, id);
  database.close();
  expect(await store.list()).toEqual({ ok: true, digits: [pictured, first], damaged: 5 });
  await store.clear();
  expect(await store.list()).toEqual({ ok: true, digits: [], damaged: 0 });
});

test('cleared in between: the next save begins anew', async () => {
  await store.put([first]);
  await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
  expect(await store.put([pictured])).toEqual({ ok: true });
  expect(await store.list()).toMatchObject({ digits: [pictured] });
});

test('forbidden: every call has an answer in words', async () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get: () => {
      throw new DOMException('access is denied', 'SecurityError');
    },
  });
  try {
    const refusal = { ok: false, reason: expect.stringContaining('keep nothing') };
    const none = openOwnDigitsStore(name);
    expect(await none.list()).toEqual(refusal);
    expect(await none.put([first])).toEqual(refusal);
    expect(await none.remove(['a'])).toEqual(refusal);
    expect(await none.clear()).toEqual(refusal);
  } finally {
    if (own) Object.defineProperty(globalThis, 'indexedDB', own);
    else Reflect.deleteProperty(globalThis, 'indexedDB');
  }
});
