import { expect, test } from 'vitest';
import { type Candidate, type ChoosingParts, chooseTrainingEngine, trainingCandidates } from './auto.ts';
import type { Engine, Opened } from './engine.ts';
import { EngineError } from './errors.ts';
import { openEngine } from './open.ts';
import { openWasm } from './wasm/engine.ts';

async function opened(open: Promise<Opened> = openWasm()): Promise<Engine> {
  const result = await open;
  if (!result.ok) throw new Error(result.reason);
  return result.engine;
}

/** Disposed engines answer nothing. */
const isDisposed = (engine: Engine) =>
  engine.readParameters().then(
    () => false,
    () => true,
  );

/** A real engine on a clock of ours, which runs only while it trains. */
function paced(engine: Engine, clock: { ms: number }, stepMs: readonly number[]): Engine {
  let steps = 0;
  return overriding(engine, {
    async trainStep(batch, rule) {
      clock.ms += stepMs[Math.min(steps, stepMs.length - 1)] ?? 0;
      steps += 1;
      return engine.trainStep(batch, rule);
    },
  });
}

function overriding(engine: Engine, parts: Partial<Engine>): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const value = Reflect.get(name in parts ? parts : target, name);
      return typeof value === 'function' ? value.bind(name in parts ? parts : target) : value;
    },
  });
}

/** Candidates answered from a table by kind; time stands still unless an engine is paced. */
function choosing(
  engines: Partial<Record<Candidate['kind'], () => Promise<Opened>>>,
  more: Partial<ChoosingParts> = {},
) {
  const missing = async (): Promise<Opened> => ({
    ok: false,
    reason: 'none here',
  });
  return chooseTrainingEngine({
    open: ({ kind }) => engines[kind]?.() ?? missing(),
    now: () => performance.now(),
    candidates: (Object.keys(engines) as Candidate['kind'][]).map((kind) => ({ kind })),
    batchSize: 8,
    budgetMs: 1,
    ...more,
  });
}

const ok = async (engine: Engine): Promise<Opened> => ({ ok: true, engine });

test('real engines: both are timed, and disposed', async () => {
  const candidates: Candidate[] = [{ kind: 'cpu' }, { kind: 'wasm', workers: 1 }];
  const engines: Engine[] = [];
  const { choice, measured, why } = await chooseTrainingEngine({
    async open({ kind, workers }) {
      const result = kind === 'wasm' ? await openWasm({ workers: workers ?? 1 }) : await openEngine(kind);
      if (result.ok) engines.push(result.engine);
      return result;
    },
    now: () => performance.now(),
    candidates,
    batchSize: 4,
    budgetMs: 20,
  });
  expect(measured).toEqual([
    { kind: 'cpu', imagesPerSecond: expect.any(Number) },
    { kind: 'wasm', workers: 1, imagesPerSecond: expect.any(Number) },
  ]);
  expect(await Promise.all(engines.map(isDisposed))).toEqual([true, true]);
  expect(why).toContain(`${choice?.kind}`);
});

test('the fastest is taken wherever it stands, the first step left out, all of them disposed', async () => {
  const clock = { ms: 0 };
  const [slow, fast, middling] = [await opened(), await opened(), await opened()];
  const { choice, measured, why } = await choosing(
    {
      cpu: () => ok(paced(slow, clock, [100])),
      // Compiles for a second, then is the fastest.
      webgl: () => ok(paced(fast, clock, [1000, 2])),
      webgpu: () => ok(paced(middling, clock, [1, 20])),
    },
    { now: () => clock.ms, budgetMs: 500, batchSize: 10 },
  );
  expect(measured).toEqual([
    { kind: 'cpu', imagesPerSecond: 100 },
    { kind: 'webgl', imagesPerSecond: 5000 },
    { kind: 'webgpu', imagesPerSecond: 500 },
  ]);
  expect(choice?.kind).toBe('webgl');
  expect(await Promise.all([slow, fast, middling].map(isDisposed))).toEqual([true, true, true]);
  expect(why).toBe('webgl: 5,000 images/s; webgpu 500; cpu 100');
  // The budget and the first step, and no more: 6, 251 and 26 steps.
  expect(clock.ms).toBe(6 * 100 + (1000 + 250 * 2) + (1 + 25 * 20));
});

test('candidates that differ in workers are told apart in words', async () => {
  const clock = { ms: 0 };
  const { why, choice } = await choosing(
    {},
    {
      open: async ({ workers = 1 }) => ok(paced(await opened(), clock, [10 / workers])),
      now: () => clock.ms,
      candidates: [
        { kind: 'wasm', workers: 1 },
        { kind: 'wasm', workers: 2 },
      ],
    },
  );
  expect(why).toBe('wasm, 2 workers: 1,600 images/s; wasm, 1 worker: 800');
  expect(choice).toMatchObject({ kind: 'wasm', workers: 2 });
});

test('an engine that throws in its first step is refused with its reason and disposed', async () => {
  const broken = await opened();
  const { choice, measured, why } = await choosing({
    webgl: () =>
      ok(
        overriding(broken, {
          trainStep: () => Promise.reject(new EngineError('webgl', 'train step 1', 'the context was lost')),
        }),
      ),
    wasm: () => openWasm(),
  });
  expect(measured[0]).toEqual({ kind: 'webgl', refused: 'train step 1, webgl: the context was lost' });
  expect(await isDisposed(broken)).toBe(true);
  expect(choice?.kind).toBe('wasm');
  expect(why).toMatch(/^wasm: [\d,]+ images\/s; webgl: train step 1, webgl: the context was lost$/);
});

test('an engine whose loss is no number is refused, however fast it is', async () => {
  const wrong = overriding(await opened(), { trainStep: async () => ({ loss: Number.NaN, correct: 0 }) });
  const { choice, measured } = await choosing({ webgl: () => ok(wrong), wasm: () => openWasm() });
  expect(measured[0]).toEqual({ kind: 'webgl', refused: 'expected a finite loss, got NaN' });
  expect(choice?.kind).toBe('wasm');
});

test('an engine that hangs in a step, even in dispose, does not hold up the others', async () => {
  const never = () => new Promise<never>(() => {});
  const hanging = overriding(await opened(), { trainStep: never, dispose: never });
  const clock = { ms: 0 };
  const sound = paced(await opened(), clock, [1]);
  const { choice, measured } = await choosing(
    { webgpu: () => ok(hanging), wasm: () => ok(sound) },
    { limitMs: 1000, now: () => clock.ms },
  );
  expect(measured[0]).toEqual({ kind: 'webgpu', refused: 'train: no answer within 1 s' });
  expect(choice?.kind).toBe('wasm');
});

test('an engine that opens after the limit is disposed then', async () => {
  const late = await opened();
  let answer: (result: Opened) => void = () => {};
  const { choice, measured } = await choosing(
    { webgpu: () => new Promise((resolve) => (answer = resolve)) },
    { limitMs: 10 },
  );
  expect(choice).toBeUndefined();
  expect(measured).toEqual([{ kind: 'webgpu', refused: 'open: no answer within 0.01 s' }]);
  expect(await isDisposed(late)).toBe(false);
  answer({ ok: true, engine: late });
  await expect.poll(() => isDisposed(late)).toBe(true);
});

test('when none can train there is no choice, and every reason is told', async () => {
  const { choice, why } = await choosing({
    webgl: async () => ({ ok: false, reason: 'WebGL 2: no context' }),
    wasm: () => Promise.reject(new Error('no SIMD')),
  });
  expect(choice).toBeUndefined();
  expect(why).toBe('no engine can train here (webgl: WebGL 2: no context; wasm: no SIMD)');
  expect((await choosing({})).why).toBe('no engine can train here (none was tried)');
});

test('an empty batch is a mistake of the caller', async () => {
  await expect(choosing({}, { batchSize: 0 })).rejects.toThrow(
    'chooseTrainingEngine, batchSize: expected at least 1, got 0',
  );
});

test('wasm is tried with all threads, half of them and one, each once', () => {
  const workers = (threads: number) =>
    trainingCandidates(threads).flatMap((candidate) =>
      candidate.kind === 'wasm' ? [candidate.workers] : [],
    );
  expect(workers(1)).toEqual([1]);
  expect(workers(2)).toEqual([2, 1]);
  expect(workers(7)).toEqual([7, 4, 1]);
  expect(trainingCandidates(2).map(({ kind }) => kind)).toEqual(['wasm', 'wasm', 'webgl', 'webgpu', 'cpu']);
});
