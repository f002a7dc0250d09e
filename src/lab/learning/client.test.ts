import { expose } from 'comlink';
import { expect, test, vi } from 'vitest';
import { measureNetwork, startLearning } from './client.ts';
import type { LearnWorker } from './contract.ts';

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

/** A worker that takes its time, over a real channel; it says that it is alive as often as it is told to. */
function slowWorker(alive: { readonly everyMs: number; readonly times: number }): Worker {
  const { port1, port2 } = new MessageChannel();
  const measure: LearnWorker['measure'] = async (_, tell) => {
    for (let time = 0; time < alive.times; time++) {
      await new Promise((resolve) => setTimeout(resolve, alive.everyMs));
      tell();
    }
    return { right: 9, total: 10, of: 'MNIST' };
  };
  expose({ measure }, port2);
  port1.start();
  const terminate = () => {
    port1.close();
    port2.close();
  };
  return Object.assign(port1, { terminate }) as unknown as Worker;
}

test('a slow device that makes progress is not taken for a dead worker', async () => {
  const silentMs = 400;
  const createWorker = () => slowWorker({ everyMs: 100, times: 10 });
  const measured = await measureNetwork(new Float32Array(1), { createWorker, silentMs });
  expect(measured).toEqual({ ok: true, measured: { right: 9, total: 10, of: 'MNIST' } });
});

test('one that makes none is', async () => {
  const createWorker = () => slowWorker({ everyMs: 2_000, times: 1 });
  const measured = await measureNetwork(new Float32Array(1), { createWorker, silentMs: 100 });
  expect(measured).toMatchObject({ ok: false, reason: 'it has stopped answering' });
});
