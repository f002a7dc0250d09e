import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { lenet5 } from '../network/lenet-5.ts';
import { unknownProvenance } from '../network/provenance.ts';
import { type NetworkLibrary, type NewNetwork, openNetworkLibrary } from './network-library.ts';

let name: string;
let library: NetworkLibrary;

beforeEach(async () => {
  name = `test-networks-${crypto.randomUUID()}`;
  library = openNetworkLibrary(name);
});

afterEach(async () => {
  library.close();
  await deleteDB(name);
});

function network(value: number, changes: Partial<NewNetwork> = {}): NewNetwork {
  return {
    name: `Network ${value}`,
    parameters: new Float32Array(lenet5.parameterCount).fill(value),
    provenance: { ...unknownProvenance('trained'), seed: 1, results: { testAccuracy: 0.99 } },
    training: [{ step: 1, loss: 1 / 3, accuracy: 0.1 }],
    validation: [],
    ...changes,
  };
}

/** Saves it. @returns its id */
async function saved(one: NewNetwork, by = library): Promise<string> {
  const result = await by.save(one);
  if (!result.ok) throw new Error(result.reason);
  return result.record.id;
}

const names = (of = library) =>
  (of.view().networks ?? []).map((one) => (one.ok ? one.record.name : one.reason));

async function raw<Result>(work: (database: Awaited<ReturnType<typeof openDB>>) => Promise<Result>) {
  const database = await openDB(name);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

test('a network comes back as it was, through renaming, duplicating and another connection', async () => {
  const id = await saved(network(0.5));
  expect(await library.rename(id, '  Mine ')).toEqual({ ok: true });
  expect(await library.duplicate(id)).toMatchObject({ ok: true, record: { name: 'Copy of Mine' } });
  expect(await library.rename(id, ' ')).toMatchObject({ ok: false });
  await library.addResult(id, 'testAccuracy', 0.5);
  library.close();
  library = openNetworkLibrary(name);
  await library.refresh();
  expect(names()).toEqual(['Copy of Mine', 'Mine']);
  expect(await library.weights(id)).toEqual({
    ok: true,
    architecture: 'lenet-5',
    parameters: network(0.5).parameters,
  });
  const kept = library.view().networks?.find((one) => one.id === id);
  expect(kept).toMatchObject({
    record: { training: network(0.5).training, provenance: { seed: 1, results: { testAccuracy: 0.5 } } },
  });
});

test('a deletion is undone with every bit, of many and of damaged ones too', async () => {
  const ids = [await saved(network(1)), await saved(network(2))];
  await raw((database) => database.put('weights', { version: 9 }, ids[1]));
  const removed = await library.remove(ids);
  expect(names()).toEqual([]);
  expect(await library.weights(ids[0] as string)).toMatchObject({ ok: false });
  if (!removed.ok) throw new Error(removed.reason);
  expect(await library.restore(removed.removed)).toEqual({ ok: true });
  expect(names().sort()).toEqual(['Network 1', 'Network 2']);
  expect(await library.weights(ids[0] as string)).toEqual({
    ok: true,
    architecture: 'lenet-5',
    parameters: network(1).parameters,
  });
  expect(await library.weights(ids[1] as string)).toMatchObject({
    ok: false,
    reason: 'its weights are damaged (Version: expected 1, got 9)',
  });
});

test('one that is damaged is named with its reason, and the others stay', async () => {
  const [good, bad, bare] = [await saved(network(1)), await saved(network(2)), await saved(network(3))];
  await raw(async (database) => {
    await database.put('records', { version: 1, id: bad, name: 5 }, bad);
    await database.delete('weights', bare);
  });
  await library.refresh();
  const [first, ...damaged] = library.view().networks ?? [];
  expect(first).toMatchObject({ ok: true, id: good });
  // When they were saved is not to be known: they come in the order of their random ids.
  expect(damaged).toHaveLength(2);
  const reasonOf = (id: string) => damaged.find((one) => !one.ok && one.id === id);
  expect(reasonOf(bad)).toMatchObject({ ok: false, reason: 'Name: expected text, got 5' });
  expect(reasonOf(bare)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('weights of “Network 3” are missing'),
  });
  expect(await library.rename(bad, 'Better')).toMatchObject({ ok: false });
  expect(await library.duplicate(bare)).toMatchObject({ ok: false });
  await library.remove([bad, bare]);
  expect(names()).toEqual(['Network 1']);
});

test('one that cannot answer stays in the list, and says why it cannot be used', async () => {
  const id = await saved(network(1));
  await raw((database) =>
    database.put(
      'weights',
      { version: 1, parameters: new Float32Array(lenet5.parameterCount).fill(3.4e38) },
      id,
    ),
  );
  await library.refresh();
  expect(names()).toEqual(['Network 1']);
  const reason = expect.stringMatching(/^its weights are too large to give an answer \(C1 can add up to/);
  expect(await library.weights(id)).toEqual({ ok: false, reason });
  expect(await library.save(network(3.4e38))).toMatchObject({ ok: false });
});

test('what could not be read again is not kept', async () => {
  const id = await saved(network(1));
  expect(await library.save(network(Number.NaN))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('finite'),
  });
  expect(names()).toEqual(['Network 1']);
  expect(await library.weights(id)).toMatchObject({ ok: true });
});

describe('another tab', () => {
  test('sees each change, and what it deleted is said to be gone', async () => {
    const other = openNetworkLibrary(name);
    await other.refresh();
    const id = await saved(network(1));
    await expect.poll(() => names(other)).toEqual(['Network 1']);
    await other.remove([id]);
    await expect.poll(() => names()).toEqual([]);
    const gone = { ok: false, reason: expect.stringContaining('no longer kept') };
    expect(await library.rename(id, 'Mine')).toEqual(gone);
    expect(await library.weights(id)).toEqual(gone);
    expect(await library.duplicate(id)).toEqual(gone);
    await Promise.all([saved(network(2)), saved(network(3), other)]);
    await library.refresh();
    expect(names().sort()).toEqual(['Network 2', 'Network 3']);
    other.close();
  });
});

describe('storage', () => {
  test('cleared in between: the list is empty, and saving begins anew', async () => {
    const id = await saved(network(1));
    await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
    await library.refresh();
    expect(library.view()).toMatchObject({ networks: [], trouble: null });
    expect(await library.rename(id, 'Mine')).toMatchObject({ ok: false });
    await saved(network(2));
    expect(names()).toEqual(['Network 2']);
  });

  test('forbidden: every call has an answer', async () => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: undefined });
    try {
      const none = openNetworkLibrary(`${name}-none`);
      const refusal = { ok: false, reason: expect.stringContaining('keep nothing') };
      expect(await none.save(network(1))).toEqual(refusal);
      expect(await none.weights('a')).toEqual(refusal);
      expect(await none.remove(['a'])).toEqual(refusal);
      expect(await none.duplicate('a')).toEqual(refusal);
      expect(none.view()).toMatchObject({ networks: null, trouble: refusal.reason });
      none.close();
    } finally {
      if (own) Object.defineProperty(globalThis, 'indexedDB', own);
      else Reflect.deleteProperty(globalThis, 'indexedDB');
    }
  });

  // With a real quota, which Chromium takes its time to notice: run-store.browser.test.ts, on the same database.
  test('full: it is said, and what was kept stays', async () => {
    const id = await saved(network(1));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    try {
      const full = { ok: false, reason: expect.stringContaining('no room') };
      expect(await library.save(network(2))).toEqual(full);
      expect(await library.duplicate(id)).toEqual(full);
      expect(await library.rename(id, 'Mine')).toEqual(full);
    } finally {
      put.mockRestore();
    }
    await library.refresh();
    expect(names()).toEqual(['Network 1']);
    expect(await library.weights(id)).toMatchObject({ ok: true });
  });
});
