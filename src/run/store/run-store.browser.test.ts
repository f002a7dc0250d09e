import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { lenet5 } from '../../network/lenet-5.ts';
import { keptRun } from './run-store.fixture.ts';
import { openRunStore, type RunStore, runStoreOn } from './run-store.ts';
import { runDatabase } from './run-store-database.ts';
import { momentsMost, runsMost } from './run-store-limits.ts';

let name: string;
let store: RunStore;

beforeEach(async () => {
  name = `test-runs-${crypto.randomUUID()}`;
  store = await openRunStore(name);
});

afterEach(async () => {
  store.close();
  await deleteDB(name);
});

/** https://wicg.github.io/storage-buckets/, which TypeScript does not know. */
const { storageBuckets: buckets } = navigator as unknown as {
  readonly storageBuckets: {
    open(name: string): Promise<{ readonly indexedDB: IDBFactory }>;
    delete(name: string): Promise<void>;
  };
};

/** The database without the store in between, to damage it. */
async function raw<Result>(
  work: (database: Awaited<ReturnType<typeof openDB>>) => Promise<Result>,
): Promise<Result> {
  const database = await openDB(name);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

describe('a save', () => {
  test('comes back as it was, every bit of its floats', async () => {
    const run = keptRun('a', { step: 1240, testAccuracy: 0.99 });
    // All kinds of finite floats: both zeros, denormals, the largest.
    const bits = new Uint32Array(run.progress.parameters.buffer);
    for (let at = 0; at < lenet5.parameterCount; at++) {
      const float = Math.imul(at, 0x9e3779b1) >>> 0;
      bits[at] = (float & 0x7f80_0000) === 0x7f80_0000 ? at : float;
    }
    bits[1] = 0x8000_0000;
    expect(await store.save(run, true)).toEqual({ ok: true });

    const loaded = await store.load('a');
    expect(loaded).toEqual({ ok: true, run });
    if (!loaded.ok) return;
    const { parameters } = loaded.run.progress;
    expect(new Uint32Array(parameters.buffer)).toEqual(bits);
    const moment = await store.moment('a', 1240);
    expect(moment && new Uint32Array(moment.buffer)).toEqual(bits);
    expect(await store.list()).toEqual([run.record]);
  });

  test('takes the place of the one before, and survives the connection', async () => {
    await store.save(keptRun('a', { step: 1 }), false);
    await store.save(keptRun('a', { step: 2 }), false);
    store.close();
    store = await openRunStore(name);
    expect(await store.load('a')).toEqual({ ok: true, run: keptRun('a', { step: 2 }) });
    expect(await store.list()).toHaveLength(1);
  });

  test('keeps only the floats of a view into a large memory, and of a memory shared with threads', async () => {
    const pages = Math.ceil((lenet5.parameterCount * 4) / 65_536) + 1;
    const shared = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const memory = new Float32Array(shared.buffer);
    const run = keptRun('a');
    const view = memory.subarray(3, 3 + lenet5.parameterCount);
    view.set(run.progress.parameters);
    expect(await store.save({ ...run, progress: { ...run.progress, parameters: view } }, false)).toEqual({
      ok: true,
    });
    const stored = await raw((database) => database.get('progress', 'a'));
    expect(stored.parameters.buffer.byteLength).toBe(lenet5.parameterCount * 4);
    expect(await store.load('a')).toEqual({ ok: true, run });
  });

  test('that is aborted in the middle of its writing leaves the last one whole', async () => {
    await store.save(keptRun('a', { step: 1 }), true);
    // A function cannot be kept: the transaction fails at the record, after progress and moment.
    const broken = keptRun('a', { step: 2, settings: { seed: () => 1 } });
    const result = await store.save(broken, true);
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('could not be cloned') });
    expect(await store.load('a')).toEqual({ ok: true, run: keptRun('a', { step: 1 }) });
    expect(await store.moments('a')).toEqual([1]);
  });

  test('with a parameter that is not a number is refused, and leaves the last one whole', async () => {
    await store.save(keptRun('a', { step: 1 }), false);
    const broken = keptRun('a', { step: 2 });
    broken.progress.optimiser.second[61_000] = Number.NaN;
    expect(await store.save(broken, true)).toMatchObject({
      ok: false,
      reason: 'this state cannot be stored: Second moments: expected finite numbers, got NaN',
    });
    expect(await store.load('a')).toMatchObject({ run: { record: { step: 1 } } });
  });

  test('whose worker is ended at any moment leaves one save, whole', async () => {
    let step = 1;
    for (let round = 0; round < 12; round++) {
      const worker = new Worker(new URL('./run-store-saver.fixture.ts', import.meta.url), { type: 'module' });
      const saves = new Promise<number>((resolve, reject) => {
        let saved = 0;
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = ({ data }: MessageEvent<number | string>) => {
          if (typeof data === 'string') return reject(new Error(data));
          saved += 1;
          // Rounds end at different places within a save.
          if (saved === 2) setTimeout(() => resolve(data), round);
        };
      });
      worker.postMessage({ name, from: step });
      const atLeast = await saves;
      worker.terminate();

      const loaded = await store.load('killed');
      if (!loaded.ok) throw new Error(loaded.reason);
      step = loaded.run.record.step;
      expect(step).toBeGreaterThanOrEqual(atLeast);
      expect(loaded.run).toEqual(keptRun('killed', { step }));
      const moments = await store.moments('killed');
      expect(moments.at(-1)).toBe(step - (step % 3) || undefined);
    }
  });
});

describe('moments', () => {
  test(`are ${momentsMost} at most: the first and the newest stay`, async () => {
    for (let step = 1; step <= momentsMost + 5; step++) {
      expect(await store.save(keptRun('a', { step }), true)).toEqual({ ok: true });
    }
    const steps = await store.moments('a');
    expect(steps).toHaveLength(momentsMost);
    expect([steps[0], steps.at(-1)]).toEqual([1, momentsMost + 5]);
    for (const step of steps) expect((await store.moment('a', step))?.[0]).toBe(step);
    expect(await store.moment('a', 2)).toBeNull();
  });

  test('of a run that went back to an earlier checkpoint end there', async () => {
    await store.save(keptRun('b', { step: 30 }), true);
    for (const step of [10, 20, 30]) await store.save(keptRun('a', { step }), true);
    await store.save(keptRun('a', { step: 20 }), false);
    expect(await store.moments('a')).toEqual([10, 20]);
    expect(await store.moments('b')).toEqual([30]);
  });

  test('and all else of a run go with it; other runs stay', async () => {
    await store.save(keptRun('a'), true);
    await store.save(keptRun('ab'), true);
    await store.remove('a');
    expect(await store.moments('a')).toEqual([]);
    expect(await store.load('a')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('no longer stored'),
    });
    expect(await store.moments('ab')).toEqual([5]);
    expect((await store.load('ab')).ok).toBe(true);
  });
});

test(`${runsMost} runs are kept: the oldest that has ended goes first, with its moments`, async () => {
  for (let run = 0; run < runsMost; run++) {
    await store.save(keptRun(`run ${run}`, { savedAt: run + 1, startedAt: run, ended: run === 3 }), true);
  }
  await store.save(keptRun('new', { savedAt: 0, startedAt: 100 }), false);
  const ids = (await store.list()).map(({ runId }) => runId);
  expect(ids).toEqual(['new', 'run 7', 'run 6', 'run 5', 'run 4', 'run 2', 'run 1', 'run 0']);
  expect(await store.moments('run 3')).toEqual([]);
  await store.save(keptRun('newer', { savedAt: 200, startedAt: 200 }), false);
  expect((await store.list()).map(({ runId }) => runId)).not.toContain('new');
});

describe('damaged data', () => {
  const damages: readonly [string, string, (stored: Record<string, unknown>) => unknown, RegExp][] = [
    ['of another version', 'records', (stored) => ({ ...stored, version: 2 }), /Version: expected 1, got 2/],
    [
      'cut short',
      'progress',
      (stored) => ({ ...stored, parameters: new Float32Array(7) }),
      /Weights: expected 61,706 floats, got 7/,
    ],
    ['of another type', 'progress', (stored) => ({ ...stored, parameters: [1, 2] }), /32-bit floats/],
    [
      'without a part',
      'progress',
      ({ optimiser: _, ...stored }) => stored,
      /Optimiser: expected a value, got nothing/,
    ],
    ['with half a point', 'records', (stored) => ({ ...stored, training: new Float64Array(4) }), /three/],
    [
      'with a step that is none',
      'records',
      (stored) => ({ ...stored, step: Number.NaN }),
      /Step: expected a number, got NaN/,
    ],
    ['with a step after its last', 'records', (stored) => ({ ...stored, step: 9382 }), /at most 9,380/],
    [
      'with a negative second moment',
      'progress',
      ({ optimiser, ...stored }) => ({
        ...stored,
        optimiser: { ...(optimiser as object), second: new Float32Array(lenet5.parameterCount).fill(-1) },
      }),
      /Second moments: expected 0 or more/,
    ],
    ['that is no object', 'progress', () => 'x', /expected an object, got "x"/],
  ];
  test.each(damages)('%s is a reason in words', async (_, place, damage, reason) => {
    await store.save(keptRun('a'), false);
    await store.save(keptRun('b'), false);
    await raw(async (database) => database.put(place, damage(await database.get(place, 'a')), 'a'));
    expect(await store.load('a')).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
    const ids = (await store.list()).map(({ runId }) => runId);
    expect(ids.sort()).toEqual(place === 'records' ? ['b'] : ['a', 'b']);
    expect(await store.damaged()).toEqual(
      place === 'records' ? [{ runId: 'a', reason: expect.stringMatching(reason) }] : [],
    );
    expect((await store.load('b')).ok).toBe(true);
  });

  test('of a moment is no moment', async () => {
    await store.save(keptRun('a'), true);
    await raw((database) => database.put('moments', { version: 1, parameters: 'x' }, ['a', 5]));
    expect(await store.moment('a', 5)).toBeNull();
  });

  test('and a lost half is a reason; the next save heals it', async () => {
    await store.save(keptRun('a'), false);
    await raw((database) => database.delete('progress', 'a'));
    expect(await store.load('a')).toMatchObject({ ok: false, reason: expect.stringContaining('damaged') });
    expect(await store.list()).toEqual([]);
    expect(await store.damaged()).toEqual([{ runId: 'a', reason: 'its weights are missing' }]);
    await store.save(keptRun('a'), false);
    expect((await store.load('a')).ok).toBe(true);
  });
});

describe('storage that fails', () => {
  test('full: moments of other runs make room, then it says so; what was saved stays', async () => {
    const quota = (quotaSize?: number) =>
      cdp().send('Storage.overrideQuotaForOrigin', {
        origin: location.origin,
        ...(quotaSize === undefined ? {} : { quotaSize }),
      });
    // Where there is much room, Chromium asks for the quota again half a minute later: a new bucket knows of none.
    const bucket = await buckets.open(name);
    const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    store.close();
    try {
      const { usage = 0 } = await navigator.storage.estimate();
      await quota(usage + 40e6);
      Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: bucket.indexedDB });
      store = await openRunStore(name);
      for (let step = 1; step <= 12; step++)
        expect(await store.save(keptRun('old', { step }), true)).toEqual({ ok: true });
      let step = 1;
      expect(await store.save(keptRun('a', { step }), true)).toEqual({ ok: true });
      expect(await store.moments('old')).not.toEqual([]);
      await quota(1);
      const saveMore = async () => {
        const result = await store.save(keptRun('a', { step: step + 1 }), false);
        if (result.ok) step += 1;
        return result;
      };
      await expect.poll(saveMore, { timeout: 40_000, interval: 1 }).toEqual({
        ok: false,
        reason: expect.stringContaining('no room'),
      });
      expect(await store.moments('old')).toEqual([]);
      expect(await store.load('a')).toEqual({ ok: true, run: keptRun('a', { step }) });
      expect(await store.moments('a')).toEqual([1]);
      expect((await store.load('old')).ok).toBe(true);
      await quota();
      expect(await store.save(keptRun('a', { step: 99 }), true)).toEqual({ ok: true });
      expect(await store.moments('a')).toEqual([1, 99]);
    } finally {
      await quota();
      store.close();
      if (own) Object.defineProperty(globalThis, 'indexedDB', own);
      else Reflect.deleteProperty(globalThis, 'indexedDB');
      await buckets.delete(name);
      store = await openRunStore(name);
    }
  });

  test('cleared during a run: the next save begins it anew', async () => {
    await store.save(keptRun('a', { step: 1 }), true);
    await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
    expect(await store.save(keptRun('a', { step: 2 }), false)).toEqual({ ok: true });
    expect(await store.load('a')).toEqual({ ok: true, run: keptRun('a', { step: 2 }) });
    expect(await store.moments('a')).toEqual([]);
  });

  test('cleared while it saves: none of the saves fails', async () => {
    // Which of the transaction, its connection and the one opened after it is met is chance.
    for (let round = 0; round < 20; round++) {
      await store.save(keptRun('a', { step: 1 }), true);
      let clearing = true;
      const cleared = cdp()
        .send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' })
        .finally(() => {
          clearing = false;
        });
      while (clearing) expect(await store.save(keptRun('a', { step: 2 }), false)).toEqual({ ok: true });
      await cleared;
      expect(await store.save(keptRun('a', { step: 3 }), false)).toEqual({ ok: true });
      expect(await store.load('a')).toEqual({ ok: true, run: keptRun('a', { step: 3 }) });
    }
  });

  test.each([
    ['missing', () => undefined],
    [
      'forbidden',
      () => {
        throw new DOMException('access is denied', 'SecurityError');
      },
    ],
  ])('%s: every call has an answer', async (_, get) => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get });
    try {
      const none = await openRunStore(name);
      const refusal = { ok: false, reason: expect.stringContaining('keep nothing') };
      expect(await none.save(keptRun('a'), true)).toEqual(refusal);
      expect(await none.load('a')).toEqual(refusal);
      expect(await none.list()).toEqual([]);
      expect(await none.damaged()).toEqual([]);
      expect(await none.moments('a')).toEqual([]);
      expect(await none.moment('a', 5)).toBeNull();
      await none.remove('a');
      none.close();
    } finally {
      if (own) Object.defineProperty(globalThis, 'indexedDB', own);
      else Reflect.deleteProperty(globalThis, 'indexedDB');
    }
  });

  test('closed: every call says so', async () => {
    store.close();
    expect(await store.save(keptRun('a'), true)).toEqual({
      ok: false,
      reason: expect.stringContaining('closed'),
    });
    expect(await store.list()).toEqual([]);
  });
});

describe('another tab', () => {
  test('that upgrades is let go on; here it says what brings the newer version', async () => {
    await store.save(keptRun('a'), false);
    const newer = await openDB(name, 2);
    expect(await store.save(keptRun('a'), false)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('newer version'),
    });
    expect(await store.load('a')).toMatchObject({ reason: expect.stringContaining('Close all its tabs') });
    newer.close();
  });

  test('that holds on to an older version: it says so, and goes on as soon as it is closed', async () => {
    store.close();
    const older = await openDB(name, 1);
    const newer = runStoreOn(runDatabase(name, { version: 2 }));
    expect(await newer.load('a')).toEqual({ ok: false, reason: expect.stringContaining('another tab') });
    older.close();
    // The opening that waited comes, finds nobody and closes; the one after it is used.
    await expect.poll(() => newer.load('a')).toMatchObject({ reason: expect.stringContaining('no longer') });
    newer.close();
  });

  test('that keeps the browser from answering: it says so in its time', async () => {
    store.close();
    const holding = await openDB(name, 1);
    const deleted = deleteDB(name);
    const waiting = runStoreOn(runDatabase(name, { openMs: 200 }));
    expect(await waiting.load('a')).toMatchObject({ reason: expect.stringContaining('not opened') });
    holding.close();
    await deleted;
    await expect.poll(() => waiting.save(keptRun('a'), false)).toEqual({ ok: true });
    waiting.close();
  });
});
