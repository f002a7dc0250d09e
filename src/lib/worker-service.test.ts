import { expose, type Remote } from 'comlink';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTask, WorkerEnded, WorkerService } from './worker-service.ts';

/** What the workers of these tests serve, over real channels. */
interface Calls {
  double(value: number): Promise<number>;
  refuse(): Promise<void>;
  hang(): Promise<void>;
  /** Reports so often, at this distance, and answers then. */
  work(everyMs: number, times: number, report: (time: number) => void): Promise<string>;
}

const served: Calls = {
  double: async (value) => 2 * value,
  refuse: async () => {
    throw new Error('no such thing');
  },
  hang: () => new Promise(() => {}),
  async work(everyMs, times, report) {
    for (let time = 1; time <= times; time++) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      report(time);
    }
    return 'done';
  },
};

const made: ReturnType<typeof fakeWorker>[] = [];

function fakeWorker() {
  const { port1, port2 } = new MessageChannel();
  expose(served, port2);
  port1.start();
  const worker = Object.assign(port1, {
    ended: 0,
    terminate() {
      worker.ended += 1;
      port1.close();
      port2.close();
    },
    /** As a browser tells that a worker has died. */
    die(message: string): Event {
      const event = Object.assign(new Event('error', { cancelable: true }), { message });
      worker.dispatchEvent(event);
      return event;
    },
  });
  return worker;
}

function create(): Worker {
  const worker = fakeWorker();
  made.push(worker);
  return worker as unknown as Worker;
}

const newest = () => made.at(-1) as ReturnType<typeof fakeWorker>;
const hang = (remote: Remote<Calls>) => remote.hang();

/** @returns the service, started, and all that its plan was told */
function started(again: (times: number) => boolean = () => false) {
  const told: string[] = [];
  const service = new WorkerService<Calls>({
    create,
    began: (life) => {
      told.push('began');
      life.addEventListener('abort', () => told.push('ended'));
    },
    failed: (reason, times) => {
      told.push(`${times}: ${reason}`);
      return again(times);
    },
  });
  service.start();
  return { service, told };
}

beforeEach(() => vi.stubGlobal('Worker', class {}));

afterEach(() => {
  vi.unstubAllGlobals();
  for (const worker of made.splice(0)) if (worker.ended === 0) worker.terminate();
});

test('a call is answered, and one that the worker refuses is no failure of the worker', async () => {
  const { service, told } = started();
  expect(await service.call((remote) => remote.double(21))).toBe(42);
  await expect(service.call((remote) => remote.refuse())).rejects.toThrow('no such thing');
  service.start();
  expect(made).toHaveLength(1);
  expect(told).toEqual(['began']);
});

describe('no worker', () => {
  test.each<[string, () => Worker, RegExp]>([
    [
      'is allowed',
      () => {
        throw new Error('workers are forbidden');
      },
      /^workers are forbidden$/,
    ],
    ['is known to this browser', create, /^this browser has no Web Workers/],
  ])('%s: the plan and whoever asks are told', async (kind, create, words) => {
    if (kind.includes('browser')) vi.stubGlobal('Worker', undefined);
    const refused = vi.fn();
    const service = new WorkerService<Calls>({ create, refused });
    service.start();
    expect(refused).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(words));
    await expect(service.call(hang)).rejects.toThrow(words);
    expect(service.remote).toBeUndefined();
  });

  test('has been started: calls say so', async () => {
    await expect(new WorkerService<Calls>({ create }).call(hang)).rejects.toThrow('it has not been started');
  });
});

describe('a worker that dies', () => {
  test.each([
    ['in mid-call', 'out of memory', 'out of memory'],
    ['because its script is not there', '', 'its script could not be loaded'],
  ])('%s: what was asked of it is rejected, in words', async (_, message, words) => {
    const { service, told } = started();
    const call = service.call(hang);
    const event = newest().die(message);
    await expect(call).rejects.toEqual(new WorkerEnded(words));
    await expect(service.call(hang)).rejects.toThrow(words);
    expect(event.defaultPrevented).toBe(true);
    expect(newest().ended).toBe(1);
    expect(told).toEqual(['began', 'ended', `1: ${words}`]);
  });

  test('to the page, as it sends what cannot be read', async () => {
    const { service } = started();
    const call = service.call(hang);
    newest().dispatchEvent(new Event('messageerror'));
    await expect(call).rejects.toThrow('a message could not be read');
  });

  test('is not replaced again and again, and is once the failures are forgiven', async () => {
    const { service, told } = started((times) => times <= 2);
    const first = made[0];
    for (let time = 0; time < 3; time++) newest().die('broken');
    first?.die('broken, once more');
    expect(told.filter((text) => text.includes('broken'))).toEqual(['1: broken', '2: broken', '3: broken']);
    expect(made.map(({ ended }) => ended)).toEqual([1, 1, 1]);
    service.forgive();
    service.start();
    newest().die('broken');
    expect(made.map(({ ended }) => ended)).toEqual([1, 1, 1, 1, 0]);
    expect(await service.call((remote) => remote.double(2))).toBe(4);
  });

  test('by a call that cannot fail otherwise is replaced; an answer of one that ended is not received', async () => {
    const { service, told } = started(() => true);
    const receive = vi.fn();
    service.rely((remote) => remote.refuse(), receive);
    await vi.waitFor(() => expect(made).toHaveLength(2));
    expect(told).toEqual(['began', 'ended', '1: no such thing', 'began']);
    service.rely((remote) => remote.double(1), receive);
    newest().die('broken');
    service.rely((remote) => remote.double(2), receive);
    await vi.waitFor(() => expect(receive).toHaveBeenCalled());
    expect(receive.mock.calls).toEqual([[4]]);
    expect(made).toHaveLength(3);
  });
});

describe('a worker that says nothing', () => {
  test('is taken for dead, unless nothing is expected of it', async () => {
    vi.useFakeTimers();
    const { service, told } = started();
    service.expectWithin(1000, 'it did not start');
    service.expectNothing();
    vi.advanceTimersByTime(5000);
    expect(told).toEqual(['began']);
    service.expectWithin(1000, 'it did not answer');
    const call = service.call(hang);
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    await expect(call).rejects.toThrow('it did not answer');
    expect(newest().ended).toBe(1);
  });

  test('lives as long as it reports', async () => {
    const { service, told } = started();
    service.expectWithin(400, 'it has stopped answering');
    const heard: number[] = [];
    const report = service.listen((time: number) => void heard.push(time));
    expect(await service.call((remote) => remote.work(100, 10, report))).toBe('done');
    await vi.waitFor(() => expect(heard).toHaveLength(10));
    expect(told).toEqual(['began']);
  });

  test('is not heard any more once it has ended', async () => {
    const { service } = started(() => true);
    const follow = vi.fn();
    const report = service.listen(follow);
    report();
    newest().die('broken');
    report();
    expect(follow).toHaveBeenCalledOnce();
  });
});

test('ended by the page: no failure, and no other worker', async () => {
  const { service, told } = started(() => true);
  const call = service.call(hang);
  service.end();
  service.end();
  service.start();
  await expect(call).rejects.toThrow('it was ended');
  expect(told).toEqual(['began', 'ended']);
  expect(made.map(({ ended }) => ended)).toEqual([1]);
});

describe('a task', () => {
  const alive = () => {};
  const working = (silentMs: number, everyMs: number, times: number) =>
    startTask<Calls, { said: string }>(create, silentMs, async (remote, listen) => ({
      said: await remote.work(everyMs, times, listen(alive)),
    }));

  test('ends its worker with its answer, and may take its time while it makes progress', async () => {
    expect(await working(200, 50, 8).outcome).toEqual({ ok: true, said: 'done' });
    expect(newest().ended).toBe(1);
  });

  test('has failed when its worker makes no progress, refuses it, or cannot be started', async () => {
    const failed = { ok: false, stopped: false };
    expect(await working(200, 2_000, 1).outcome).toEqual({ ...failed, reason: 'it has stopped answering' });
    const refused = startTask<Calls, object>(create, null, async (remote) => ({
      nothing: await remote.refuse(),
    }));
    expect(await refused.outcome).toEqual({ ...failed, reason: 'no such thing' });
    expect(made.map(({ ended }) => ended)).toEqual([1, 1]);
    vi.stubGlobal('Worker', undefined);
    expect(await working(200, 1, 1).outcome).toMatchObject(failed);
  });

  test('that is stopped ends its worker, and has not failed', async () => {
    const task = working(200, 50, 100);
    task.stop();
    expect(await task.outcome).toMatchObject({ ok: false, stopped: true });
    expect(newest().ended).toBe(1);
  });
});
