import { wrap } from 'comlink';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heapInUse } from '../../../tools/heap-in-use.ts';
import type { Pair, TrainingWorker } from '../../run/contract.ts';
import { defaultSettings, type RunSettings } from '../../run/settings/run-settings.ts';
import { openRunStore } from '../../run/store/run-store.ts';
import { learnableDigits } from '../../run/test-support/digits.ts';
import { idxFiles } from '../../run/test-support/idx.ts';
import { createTrainer, type TrainerClient, type TrainerOptions, type TrainerView } from './client.ts';

/** A real worker with a real engine, IndexedDB and locks; the data comes from files. */

const clients: TrainerClient[] = [];
const workers: Worker[] = [];

/** The browser's own, each written down. */
class KnownWorker extends Worker {
  constructor(address: string | URL, options?: WorkerOptions) {
    super(address, options);
    workers.push(this);
  }
}

beforeEach(() => void vi.stubGlobal('Worker', KnownWorker));

afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose();
  workers.length = 0;
  vi.unstubAllGlobals();
  const store = await openRunStore();
  for (const { runId } of await store.list()) await store.remove(runId);
  store.close();
});

const settings: RunSettings = { ...defaultSettings, engine: 'wasm', epochs: 6, batchSize: 32 };
const files = [...idxFiles(learnableDigits(2_000, 1), 'train'), ...idxFiles(learnableDigits(300, 2), 't10k')];

async function open(options: Partial<TrainerOptions> = {}): Promise<TrainerClient> {
  const client = createTrainer({
    mnist: [],
    storage: null,
    device: { userAgent: 'test', cores: 2, appVersion: 'test' },
    ...options,
  });
  clients.push(client);
  client.open();
  client.takeFiles(files);
  await until(client, ({ data }) => data?.name !== 'MNIST' && data?.parts.train.state === 'complete');
  return client;
}

/** Waits for a view. Fails with where the run stands if that takes 40 seconds. */
function until(
  client: TrainerClient,
  holds: (view: TrainerView) => boolean | undefined,
): Promise<TrainerView> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      stop();
    };
    const check = () => {
      const view = client.store.getState();
      if (!holds(view)) return;
      end();
      resolve(view);
    };
    const timer = setTimeout(() => {
      end();
      const { status, notice, data } = client.store.getState();
      reject(new Error(JSON.stringify({ status, notice, data })));
    }, 40_000);
    const stop = client.store.subscribe(check);
    check();
  });
}

/** Waits until something holds of both runs of the comparison. Fails with where they stand after 40 seconds. */
async function untilBoth(
  { comparison }: TrainerClient,
  holds: (view: TrainerView) => boolean,
): Promise<Pair<TrainerView>> {
  const now = () => comparison.getState().views;
  await vi.waitFor(
    () => {
      const views = now();
      const told = Object.entries(views ?? {}).map(([side, { status }]) => ({ side, ...status }));
      expect(views && [views.a, views.b].map(holds), JSON.stringify(told)).toEqual([true, true]);
    },
    { timeout: 40_000, interval: 20 },
  );
  return now() as Pair<TrainerView>;
}

async function keptRunIds(): Promise<string[]> {
  const store = await openRunStore();
  const records = await store.list();
  store.close();
  return records.map(({ runId }) => runId);
}

/** The parameters that a run was kept with. */
async function keptParameters(runId: string | null): Promise<Float32Array> {
  const store = await openRunStore();
  try {
    const kept = await store.load(runId ?? '');
    if (!kept.ok) throw new Error(kept.reason);
    return kept.run.progress.parameters;
  } finally {
    store.close();
  }
}

/** Checkpoints are written while the next steps are made: a kill before the first has nothing to offer. */
const isKept = ({ timeline }: TrainerView) => timeline.some(({ step }) => step > 0);

const isIn = (state: string) => (view: TrainerView) => view.status.state === state;

test('the worker names the GPU before it is opened, as often as it is asked', async () => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const remote = wrap<TrainingWorker>(worker);
  // Browsers allow some sixteen contexts at a time, and a lost one names nothing.
  for (let time = 0; time < 20; time++) expect(await remote.gpuName()).toMatch(/SwiftShader/);
  worker.terminate();
});

test('a run in a worker: it learns, is watched, and is measured', async () => {
  const client = await open();
  client.start(settings);
  const { status, curves } = await until(client, isIn('finished'));
  expect(status).toMatchObject({ progress: 1, engine: { kind: 'wasm' } });
  expect(curves?.training.length).toBeGreaterThan(50);
  const { tested, moment, strip, timeline } = await until(client, ({ tested }) => tested !== null);
  expect((tested?.right ?? 0) / (tested?.total ?? 1)).toBeGreaterThan(0.9);
  expect(moment).toMatchObject({ step: status.step });
  expect(moment?.gradient?.some((value) => value !== 0)).toBe(true);
  expect(strip?.looked).toBe(300);
  expect(timeline[0]?.step).toBe(0);
  const images = await client.images('test', [0, 5, 9_999]);
  expect([images?.digits.length, images?.labels.length]).toEqual([2 * 784, 2]);
});

test('killed in mid-run, again and again, it ends with the bits of a run that was not', async () => {
  const whole = await open();
  whole.start(settings);
  const expected = await keptParameters((await until(whole, isIn('finished'))).status.runId);
  whole.dispose();

  let client = await open();
  client.start(settings);
  const { runId } = (await until(client, ({ status }) => status.step >= 20)).status;
  for (const at of [45, 110, 180]) {
    await until(client, (view) => view.status.step >= at && isKept(view));
    // No farewell: the worker is gone between two instructions, as when the page is killed.
    client.dispose();
    client = await open();
    const { resumable } = await until(client, (view) => (view.resumable ?? []).length > 0);
    expect(resumable?.[0]?.runId).toBe(runId);
    client.resumeRun(runId ?? '');
  }
  await until(client, isIn('finished'));
  expect(await keptParameters(runId)).toEqual(expected);
});

test('a worker that dies is replaced, and its run offered as of its last checkpoint', async () => {
  const client = await open();
  client.start({ ...settings, epochs: 100 });
  const { status } = await until(client, (view) => view.status.step >= 40 && isKept(view));
  workers[0]?.terminate();
  workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  const { notice } = await until(
    client,
    ({ resumable }) => resumable?.some((run) => run.runId === status.runId) === true,
  );
  expect(notice).toContain('out of memory');
  expect(workers).toHaveLength(2);
});

test('a second page cannot take the run of the first, and may once it is closed', async () => {
  const first = await open();
  first.start({ ...settings, epochs: 100 });
  const { runId } = (await until(first, (view) => view.status.step >= 40 && isKept(view))).status;
  const second = await open();
  expect(second.store.getState().resumable).toEqual([]);
  second.resumeRun(runId ?? '');
  const { notice } = await until(second, (view) => view.notice !== null);
  expect(notice).toContain('open in another tab');
  first.dispose();
  const third = await open();
  await until(third, ({ resumable }) => resumable?.some((run) => run.runId === runId) === true);
});

test('a lost GPU context: the run goes on from its last checkpoint, on webgl again', async () => {
  const client = await open();
  client.start({ ...settings, engine: 'webgl', batchSize: 8 });
  await until(client, ({ status }) => status.step >= 13);
  expect(client.store.getState().status.engine?.kind).toBe('webgl');
  expect(await client.remote()?.loseDevice()).toBe(true);
  const { notice } = await until(client, (view) => view.notice !== null);
  expect(notice).toMatch(/The run continues from step 1\d/);
  const { status } = await until(client, ({ status }) => status.state === 'running' && status.step >= 16);
  expect(status.engine?.kind).toBe('webgl');

  // Lost while nothing trains: noticed at the next step, and mended there.
  client.pause();
  await until(client, isIn('paused'));
  const paused = client.store.getState().status.step;
  await client.remote()?.loseDevice();
  client.showMoment(0);
  await until(client, ({ moment }) => moment?.step === 0);
  client.resume();
  await until(client, (view) => view.status.step >= paused + 2);
  client.pause();
  const stopped = (await until(client, isIn('paused'))).status;
  expect(stopped).toMatchObject({ message: null, goesOn: true });
});

test('two runs that are compared end with the bits that they have alone, and the page’s run waits for them', async () => {
  const client = await open();
  client.start(settings);
  const { runId } = (await until(client, (view) => view.status.step >= 20 && isKept(view))).status;

  const other = { ...settings, seed: 2, epochs: 3 };
  client.compare({ a: settings, b: other });
  await until(client, isIn('paused'));
  const waited = client.store.getState().status.step;
  await untilBoth(client, ({ status }) => status.step >= 10);
  client.pauseComparison();
  await untilBoth(client, isIn('paused'));
  client.resumeComparison();
  const { a, b } = await untilBoth(client, (view) => isIn('finished')(view) && view.tested !== null);
  expect(client.store.getState().status).toMatchObject({ state: 'paused', runId, step: waited });
  expect([a, b].map(({ tested, status }) => [tested?.total, status.settings.seed])).toEqual([
    [300, 1],
    [300, 2],
  ]);
  expect((a.tested?.right ?? 0) / 300).toBeGreaterThan(0.9);
  expect((await client.comparedImages([0, 5, 9_999]))?.labels.length).toBe(2);

  client.resume();
  await until(client, isIn('finished'));
  expect(a.moment?.parameters).toEqual(await keptParameters(runId));
  expect(b.moment?.parameters).not.toEqual(a.moment?.parameters);
  client.closeComparison();
  expect(client.comparison.getState().views).toBeNull();
  expect((await keptRunIds()).toString()).toBe(runId);
});

test('a comparison waits when the page’s run goes on, and is over when its worker dies', async () => {
  const client = await open();
  client.compare({ a: { ...settings, epochs: 100 }, b: { ...settings, epochs: 100, optimiser: 'adam' } });
  await untilBoth(client, ({ status }) => status.step >= 10);
  client.step(settings);
  await until(client, ({ status }) => status.step === 1);
  await untilBoth(client, isIn('paused'));
  workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  const { a } = await untilBoth(client, isIn('failed'));
  expect(a.status.message).toContain('out of memory');
  expect(a.curves?.training.length).toBeGreaterThan(0);
});

describe('memory', () => {
  test('over 2,000 steps with all that is shown, the page stays within 3 MB', async () => {
    const client = await open();
    client.start({ ...settings, batchSize: 16, epochs: 100 });
    await until(client, ({ status }) => status.step >= 500);
    const before = await heapInUse();
    await until(client, ({ status }) => status.step >= 2_500);
    client.pause();
    await until(client, isIn('paused'));
    expect((await heapInUse()) - before).toBeLessThan(3e6);
  });
});
