import { expect, test, vi } from 'vitest';
import { startLearning } from './learn-client.ts';

/** A worker that hears everything and says nothing. */
class SilentWorker extends EventTarget {
  ended = 0;
  postMessage(): void {}
  start(): void {}
  terminate(): void {
    this.ended += 1;
  }
}

const request = { parameters: new Float32Array(1), digits: [], seed: 1 };
const start = (worker: SilentWorker, silentMs?: number) =>
  startLearning(request, () => {}, {
    createWorker: () => worker as unknown as Worker,
    ...(silentMs ? { silentMs } : {}),
  });

test('a worker that dies, or never began, is an outcome with words', async () => {
  const worker = new SilentWorker();
  const { outcome } = start(worker);
  worker.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'out of memory' }));
  expect(await outcome).toEqual({ ok: false, stopped: false, reason: 'out of memory' });
  expect(worker.ended).toBe(1);
  const none = startLearning(request, () => {}, {
    createWorker: () => {
      throw new Error('workers are forbidden');
    },
  });
  expect(await none.outcome).toMatchObject({ ok: false, reason: 'workers are forbidden' });
});

test('a worker that says nothing is taken for dead', async () => {
  vi.useFakeTimers();
  const worker = new SilentWorker();
  const { outcome } = start(worker, 1000);
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect(await outcome).toMatchObject({ ok: false, reason: 'it has stopped answering' });
  expect(worker.ended).toBe(1);
});

test('stopping ends the worker, and is no failure', async () => {
  const worker = new SilentWorker();
  const { outcome, stop } = start(worker);
  stop();
  expect(await outcome).toMatchObject({ ok: false, stopped: true });
  expect(worker.ended).toBe(1);
});
