import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startLearning } from './client.ts';

/** A worker that hears everything and says nothing. */
class SilentWorker extends EventTarget {
  static newest: SilentWorker;
  ended = 0;
  constructor() {
    super();
    SilentWorker.newest = this;
  }
  postMessage(): void {}
  terminate(): void {
    this.ended += 1;
  }
}

beforeEach(() => vi.stubGlobal('Worker', SilentWorker));
afterEach(() => vi.unstubAllGlobals());

const start = () => startLearning({ parameters: new Float32Array(1), digits: [], seed: 1 }, () => {});

test('a worker that dies, or never began, is an outcome with words', async () => {
  const { outcome } = start();
  SilentWorker.newest.dispatchEvent(
    Object.assign(new Event('error', { cancelable: true }), { message: 'out of memory' }),
  );
  expect(await outcome).toEqual({ ok: false, stopped: false, reason: 'out of memory' });
  vi.stubGlobal(
    'Worker',
    class {
      constructor() {
        throw new Error('workers are forbidden');
      }
    },
  );
  expect(await start().outcome).toMatchObject({ ok: false, reason: 'workers are forbidden' });
});

test('a worker that says nothing is taken for dead', async () => {
  vi.useFakeTimers();
  const { outcome } = start();
  vi.advanceTimersByTime(30_000);
  vi.useRealTimers();
  expect(await outcome).toMatchObject({ ok: false, reason: 'it has stopped answering' });
});

test('stopping ends the worker, and is no failure', async () => {
  const { outcome, stop } = start();
  stop();
  expect(await outcome).toMatchObject({ ok: false, stopped: true });
  expect(SilentWorker.newest.ended).toBe(1);
});
