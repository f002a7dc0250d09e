import { afterEach, describe, expect, test } from 'vitest';
import { heapInUse } from '../../../tools/heap-in-use.ts';
import { emptyDrawing } from '../../digits/drawing/drawing.ts';
import { samples } from '../../digits/samples.ts';
import type { EngineKind } from '../../engines/engine.ts';
import { encodeModel, type ModelJson } from '../../formats/tfjs/weights.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { referenceForwardDigits } from '../../network/reference/reference.ts';
import { createReader, type ReaderClient, type ReaderOptions } from './client.ts';
import type { ReaderStatus, Reading, ReadRequest } from './contract.ts';

/** A real worker in a real browser, with a model handed over as blobs. */

const parameters = initialParameters(lenet5, randomFromSeed(4));
const drawing = samples[0]?.drawing ?? emptyDrawing;
const clients: ReaderClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

function open(options: Partial<ReaderOptions> = {}): ReaderClient {
  const client = createReader({ modelUrl: modelAt(), ...options });
  clients.push(client);
  client.start();
  return client;
}

const blobUrl = (content: BlobPart, type: string) => URL.createObjectURL(new Blob([content], { type }));

/** An address with nothing behind it. */
function nowhere(): string {
  const url = blobUrl('', 'text/plain');
  URL.revokeObjectURL(url);
  return url;
}

function modelAt(
  change: { json?: (model: ModelJson) => unknown; weights?: (bytes: ArrayBuffer) => BlobPart } = {},
) {
  const { modelJson, weightsBin } = encodeModel({ architecture: lenet5, parameters: parameters });
  const weightsUrl = blobUrl(change.weights?.(weightsBin) ?? weightsBin, 'application/octet-stream');
  const weightsManifest = modelJson.weightsManifest.map((group) => ({ ...group, paths: [weightsUrl] }));
  const model = { ...modelJson, weightsManifest };
  return blobUrl(JSON.stringify(change.json?.(model) ?? model), 'application/json');
}

/** Resolves as soon as `look` sees something; rejects with the state if that takes 30 seconds. */
function until<T>(client: ReaderClient, look: () => T | null | undefined | false): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const seen = look();
      if (!seen) return;
      end();
      resolve(seen);
    };
    const stop = client.subscribe(check);
    const timer = setTimeout(() => {
      end();
      reject(new Error(`waited in vain, in the state ${JSON.stringify(client.status()).slice(0, 200)}`));
    }, 30_000);
    const end = () => {
      stop();
      clearTimeout(timer);
    };
    check();
  });
}

function state<S extends ReaderStatus['state']>(client: ReaderClient, wanted: S) {
  return until(client, () => {
    const status = client.status();
    return status.state === wanted && (status as Extract<ReaderStatus, { state: S }>);
  });
}

function answer(client: ReaderClient, request: ReadRequest): Promise<Reading> {
  client.read(request);
  return until(client, () => client.reading()?.revision === request.revision && client.reading());
}

describe('answers', () => {
  test('a drawing: every activation within 1e-5 of the reference, on webgl', async () => {
    const started = performance.now();
    const client = open();
    const reading = await answer(client, { revision: 7, drawing });
    console.warn(`first answer ${Math.round(performance.now() - started)} ms after the start`);
    const { device } = await state(client, 'ready');
    expect(device).toMatchObject({ kind: 'webgl', refused: [] });
    const digit = reading.normalisation?.digit;
    if (!digit) throw new Error('expected a normalised digit');
    const reference = referenceForwardDigits(lenet5, parameters, digit);
    const furthest = reading.activations.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (reference[i] as number))),
      0,
    );
    expect(furthest).toBeLessThan(1e-5);
  });

  test('an empty paper: no digit, and the activations of blank paper', async () => {
    const reading = await answer(open(), { revision: 0, drawing: emptyDrawing });
    expect(reading.answer).toMatchObject({ kind: 'none', reason: 'empty' });
    expect(reading.normalisation).toBeNull();
    expect(reading.activations.length).toBe(9118);
  });

  test('of a flood of requests the newest counts, and no answer overtakes a newer one', async () => {
    const client = open();
    await state(client, 'ready');
    const seen: number[] = [];
    client.subscribe(() => {
      const revision = client.reading()?.revision ?? -1;
      if (revision !== seen.at(-1)) seen.push(revision);
    });
    for (let revision = 1; revision < 100; revision++) client.read({ revision, drawing });
    await answer(client, { revision: 100, drawing });
    expect(seen).toEqual([1, 100]);
  });

  test('other parameters answer the same drawing anew, on webgl; the newest of many counts', async () => {
    const client = open();
    await answer(client, { revision: 1, drawing });
    const others = [5, 6, 7].map((seed) => initialParameters(lenet5, randomFromSeed(seed)));
    for (const parameters of others) client.answerWith({ architecture: 'lenet-5', parameters });
    const digit = client.reading()?.normalisation?.digit;
    if (!digit) throw new Error('expected a normalised digit');
    const expected = referenceForwardDigits(lenet5, others[2] as Float32Array, digit).at(-1) as number;
    const newest = () => Math.abs((client.reading()?.activations.at(-1) ?? 9) - expected) < 1e-5;
    await until(client, newest);
    expect(client.status()).toMatchObject({ state: 'ready', parameters: others[2] });
    client.answerWith(null);
    await until(client, () => !newest());
    expect(client.status()).toMatchObject({ parameters });
  });

  test('1,000 answers leave tensors and bytes as they were, and the page within 2 MB', async () => {
    const client = open();
    let revision = 0;
    const ask = async (times: number) => {
      for (let i = 0; i < times; i++) {
        revision += 1;
        await answer(client, { revision, drawing: samples[revision % samples.length]?.drawing ?? drawing });
      }
    };
    await ask(50);
    const before = { engine: await client.remote()?.memory(), heap: await heapInUse() };
    await ask(1000);
    expect(await client.remote()?.memory()).toEqual(before.engine);
    expect((await heapInUse()) - before.heap).toBeLessThan(2e6);
  });
});

describe('a lost GPU context', () => {
  test('is rebuilt, and the drawing is answered again by itself', async () => {
    const client = open();
    const first = await answer(client, { revision: 1, drawing });
    const lost = performance.now();
    expect(await client.remote()?.loseContext()).toBe(true);
    await state(client, 'rebuilding');
    const again = await until(client, () => client.reading() !== first && client.reading());
    const tookMs = performance.now() - lost;
    console.warn(`answered again ${Math.round(tookMs)} ms after the context was lost`);
    expect(again.revision).toBe(1);
    expect((await state(client, 'ready')).device.kind).toBe('webgl');
    expect(tookMs).toBeLessThan(10_000);
  });

  test('lost time and again: the next engine answers, says why, and webgl comes back', async () => {
    const client = open({ engines: ['webgl', 'cpu'] });
    const kindOf = () => {
      const status = client.status();
      return status.state === 'ready' ? status.device.kind : undefined;
    };
    await until(client, () => kindOf() === 'webgl');
    for (let times = 0; times < 3; times++) {
      await client.remote()?.loseContext();
      await state(client, 'rebuilding');
      await state(client, 'ready');
    }
    const standIn = await state(client, 'ready');
    expect(standIn.device.kind).toBe('cpu');
    expect(standIn.device.refused).toEqual([{ kind: 'webgl', reason: 'the GPU context was lost' }]);
    expect((await answer(client, { revision: 2, drawing })).activations.length).toBe(9118);
    await until(client, () => kindOf() === 'webgl');
    expect((await state(client, 'ready')).device.refused).toEqual([]);
  });
});

/** The real worker, after a script of the test has run in it. */
function workerAfter(script: string): Worker {
  const before = `data:text/javascript,${encodeURIComponent(script)}`;
  // The query is how Vite marks the entry of a worker.
  const real = `${new URL('./worker.ts', import.meta.url).href}?worker_file&type=module`;
  const both = `import ${JSON.stringify(before)}; import ${JSON.stringify(real)};`;
  return new Worker(blobUrl(both, 'text/javascript'), { type: 'module' });
}

test('late answers while a run trains on the GPU: WebAssembly gives them until it pauses, time and again', async () => {
  const slow =
    "addEventListener('message', (e) => { if (e.data.path?.[0] === 'read') for (const end = performance.now() + 260; performance.now() < end; ); });";
  const client = open({ createWorker: () => workerAfter(slow) });
  const device = async () => (await state(client, 'ready')).device;
  const isReadBy = (kind: EngineKind) =>
    until(client, () => {
      const status = client.status();
      return status.state === 'ready' && status.device.kind === kind;
    });
  let revision = 0;
  const ask = async (times: number) => {
    for (let i = 0; i < times; i++) await answer(client, { revision: ++revision, drawing });
  };
  await state(client, 'ready');
  await ask(4);
  expect((await device()).kind).toBe('webgl');
  const before = { engine: await client.remote()?.memory(), reading: client.reading() };
  for (let times = 0; times < 2; times++) {
    client.gpuTrains('a run');
    if (times === 0) await ask(2);
    await isReadBy('wasm');
    expect(await device()).toMatchObject({ insteadOf: 'webgl', refused: [] });
    await ask(1);
    expect(client.reading()?.answer.kind).toBe(before.reading?.answer.kind);
    client.gpuTrains(null);
    await isReadBy('webgl');
    expect((await device()).insteadOf).toBeNull();
  }
  await ask(1);
  expect(client.reading()?.activations).toEqual(before.reading?.activations);
  expect(await client.remote()?.memory()).toEqual(before.engine);
});

test('without WebGL 2 the next engine answers, and says so', async () => {
  const client = open({
    engines: ['webgl', 'cpu'] satisfies EngineKind[],
    createWorker: () => workerAfter('delete self.OffscreenCanvas;'),
  });
  const { device } = await state(client, 'ready');
  expect(device.kind).toBe('cpu');
  expect(device.refused).toEqual([
    {
      kind: 'webgl',
      reason: 'this browser has no OffscreenCanvas, which WebGL needs in a background worker',
    },
  ]);
});

test('without any engine: failed, with every reason', async () => {
  const client = open({
    engines: ['webgl'],
    createWorker: () => workerAfter('OffscreenCanvas.prototype.getContext = () => null;'),
  });
  const { what, message } = await state(client, 'failed');
  expect(what).toBe('engine');
  expect(message).toBe(
    'No engine opened. TensorFlow.js WebGL: this browser gives its background workers no WebGL 2 (often there is no GPU, or it is switched off).',
  );
});

describe('a model that cannot be used', () => {
  const nan = (bytes: ArrayBuffer) => {
    new Float32Array(bytes)[20] = Number.NaN;
    return bytes;
  };
  const narrow = (model: ModelJson) =>
    JSON.parse(JSON.stringify(model).replace('"shape":[84,10]', '"shape":[84,11]'));
  test.each([
    ['out of reach', () => nowhere(), /^model\.json: expected an answer from the server, got/],
    ['an HTML page', () => blobUrl('<!doctype html>', 'text/html'), /expected the model, got an HTML page/],
    ['cut off in its JSON', () => blobUrl('{"format": "layers-', 'application/json'), /expected JSON, got/],
    ['of another format', () => blobUrl('{}', 'application/json'), /model\.json.*expected .*, got/],
    ['of the wrong shape', () => modelAt({ json: narrow }), /expected .*84, 10.*, got .*84, 11/],
    [
      'truncated',
      () => modelAt({ weights: (bytes) => bytes.slice(0, 1000) }),
      /expected 246,824 bytes, got 1,000/,
    ],
    ['with NaN', () => modelAt({ weights: nan }), /expected a finite number, got NaN/],
  ])('%s: failed, with what was expected and what came', async (_, url, message) => {
    const client = open({ modelUrl: url(), engines: ['cpu'] });
    client.read({ revision: 1, drawing });
    const status = await state(client, 'failed');
    expect(status.what).toBe('model');
    expect(status.message).toMatch(message);
    client.retry();
    expect(client.status().state).toBe('opening');
    expect((await state(client, 'failed')).message).toBe(status.message);
  });
});

test('a model that the server does not have: failed, with its status', async () => {
  const createWorker = () => workerAfter('self.fetch = async () => new Response("", { status: 404 });');
  const { what, message } = await state(open({ engines: ['cpu'], createWorker }), 'failed');
  expect({ what, message }).toEqual({ what: 'model', message: 'model.json: expected status 200, got 404' });
});

describe('a worker that dies', () => {
  const real = () => workerAfter('');
  const scripted = (script: string) => () =>
    new Worker(blobUrl(script, 'text/javascript'), { type: 'module' });
  const hangs = () =>
    workerAfter("addEventListener('message', (e) => { if (e.data.path?.[0] === 'read') for (;;); });");
  test.each([
    ['is not there', () => new Worker(nowhere(), { type: 'module' })],
    ['throws as it loads', scripted('throw new Error("broken at import")')],
    ['never says anything', scripted('')],
    ['hangs while it reads', hangs],
  ])('one that %s is replaced, and the drawing answered', async (_, broken) => {
    let made = 0;
    const createWorker = () => {
      made += 1;
      return made === 1 ? broken() : real();
    };
    const client = open({ engines: ['cpu'], createWorker, limits: { startMs: 4000, readMs: 1000 } });
    const seen = new Set<string>();
    client.subscribe(() => seen.add(client.status().state));
    expect((await answer(client, { revision: 3, drawing })).revision).toBe(3);
    expect(made).toBe(2);
    expect(seen).toContain('rebuilding');
  });

  test('again and again is given up after three more, with a message; retry begins anew', async () => {
    let made = 0;
    const createWorker = () => {
      made += 1;
      return made <= 4 ? scripted('throw new Error("broken at import")')() : real();
    };
    const client = open({ engines: ['cpu'], createWorker });
    client.read({ revision: 5, drawing });
    const { what, message } = await state(client, 'failed');
    expect({ what, made }).toEqual({ what: 'worker', made: 4 });
    expect(message).toMatch(
      /^The worker that reads drawings failed 4 times\. .*broken at import.* Try again/,
    );
    client.retry();
    expect((await until(client, () => client.reading())).revision).toBe(5);
  });
});
