import { afterEach, beforeEach, expect, test } from 'vitest';
import { heldRuns, holdRun, runReleased } from './run-lock.ts';

let runId: string;
let workers: Worker[] = [];

beforeEach(() => {
  runId = crypto.randomUUID();
});

afterEach(() => {
  for (const worker of workers) worker.terminate();
  workers = [];
});

/** A context of its own, as another tab's worker is. */
function another() {
  const worker = new Worker(new URL('./run-lock-holder.fixture.ts', import.meta.url), { type: 'module' });
  workers.push(worker);
  const ask = (ask: 'hold' | 'release' | 'held') =>
    new Promise<unknown>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ ask, runId });
    });
  return { worker, ask };
}

test('a run belongs to one context: another is refused until it lets go', async () => {
  const [first, second] = [another(), another()];
  expect(await first.ask('hold')).toBe(true);
  expect(await second.ask('hold')).toBe(false);
  expect(await holdRun(runId)).toBeNull();
  expect((await heldRuns()).has(runId)).toBe(true);
  expect(await second.ask('held')).toContain(runId);

  await first.ask('release');
  await expect.poll(() => second.ask('hold')).toBe(true);
});

test('a run of a context that was ended is free', async () => {
  const first = another();
  expect(await first.ask('hold')).toBe(true);
  let released = false;
  const release = runReleased(runId).then(() => {
    released = true;
  });
  expect((await heldRuns()).has(runId)).toBe(true);
  expect(released).toBe(false);
  first.worker.terminate();
  await release;
  expect((await heldRuns()).has(runId)).toBe(false);
  const hold = await holdRun(runId);
  expect(hold).not.toBeNull();
  hold?.release();
});

test('runs do not stand in the way of one another; release may be called twice', async () => {
  const [one, other] = [await holdRun(runId), await holdRun(`${runId}-2`)];
  expect([one, other]).not.toContain(null);
  for (const hold of [one, other, one]) hold?.release();
  await expect.poll(async () => (await heldRuns()).size).toBe(0);
});

test('locks of other things on the site are no runs', async () => {
  await navigator.locks.request('something else', async () => {
    expect([...(await heldRuns())]).toEqual([]);
  });
});

test('without Web Locks every run is held, and none is known to be', async () => {
  const own = Object.getOwnPropertyDescriptor(Navigator.prototype, 'locks');
  Reflect.deleteProperty(Navigator.prototype, 'locks');
  try {
    const hold = await holdRun(runId);
    expect(hold).not.toBeNull();
    hold?.release();
    expect([...(await heldRuns())]).toEqual([]);
  } finally {
    if (own) Object.defineProperty(Navigator.prototype, 'locks', own);
  }
});
