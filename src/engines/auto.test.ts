import { describe, expect, test } from 'vitest';
import { noDistortion } from '../data/distortion/distortion.ts';
import { type Candidate, type ChoosingParts, chooseTrainingEngine } from './auto.ts';
import type { ResidentCourse } from './course.ts';
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

/** An engine whose steps only take time, on a clock of ours that runs only meanwhile; the last time holds from there on. */
function paced(engine: Engine, clock: { ms: number }, stepMs: readonly number[]): Engine {
  let steps = 0;
  return overriding(engine, {
    async trainStep() {
      clock.ms += stepMs[Math.min(steps, stepMs.length - 1)] ?? 0;
      steps += 1;
      return { loss: 1, correct: 0 };
    },
  });
}

/** Led step by step, whatever it can, unless the parts say otherwise. */
function overriding(engine: Engine, parts: Partial<Engine>): Engine {
  return new Proxy(engine, {
    get(target, name) {
      if (name === 'advance' && !parts.advance) return undefined;
      const value = Reflect.get(name in parts ? parts : target, name);
      return typeof value === 'function' ? value.bind(name in parts ? parts : target) : value;
    },
  });
}

/** Engines without threads, answered from a table by kind. */
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
    engines: Object.keys(engines).map((id) => ({ id, hasThreads: false })),
    threads: 1,
    batchSize: 8,
    distortion: null,
    budgetMs: 1,
    ...more,
  });
}

const ok = async (engine: Engine): Promise<Opened> => ({ ok: true, engine });

test('real engines: both are timed on distorted images, and disposed', async () => {
  const engines: Engine[] = [];
  const { choice, measured, why } = await chooseTrainingEngine({
    async open({ kind, workers }) {
      const result = kind === 'wasm' ? await openWasm({ workers: workers ?? 1 }) : await openEngine(kind);
      if (result.ok) engines.push(result.engine);
      return result;
    },
    now: () => performance.now(),
    engines: [
      { id: 'wasm', hasThreads: true },
      { id: 'cpu', hasThreads: false },
    ],
    threads: 1,
    batchSize: 4,
    distortion: { ...noDistortion, rotationDeg: 10 },
    budgetMs: 20,
  });
  expect(measured).toEqual([
    { kind: 'wasm', workers: 1, imagesPerSecond: expect.any(Number) },
    { kind: 'cpu', imagesPerSecond: expect.any(Number) },
  ]);
  expect(await Promise.all(engines.map(isDisposed))).toEqual([true, true]);
  expect(choice?.kind).toBe('wasm');
  expect(why).toMatch(/^WebAssembly trains [\d,]+ images a second here; JavaScript [\d,]+\.$/);
});

test('the fastest is taken wherever it stands, compiling left out, all of them disposed', async () => {
  const clock = { ms: 0 };
  const [slow, fast, middling] = [await opened(), await opened(), await opened()];
  const { choice, measured, why } = await choosing(
    {
      cpu: () => ok(paced(slow, clock, [100])),
      // Compiles for a second, then is the fastest.
      webgl: () => ok(paced(fast, clock, [1000, 2])),
      webgpu: () => ok(paced(middling, clock, [1, 10])),
    },
    { now: () => clock.ms, budgetMs: 300, batchSize: 10 },
  );
  expect(measured).toEqual([
    { kind: 'cpu', imagesPerSecond: 100 },
    { kind: 'webgl', imagesPerSecond: 5000 },
    { kind: 'webgpu', imagesPerSecond: 1000 },
  ]);
  expect(choice?.kind).toBe('webgl');
  expect(await Promise.all([slow, fast, middling].map(isDisposed))).toEqual([true, true, true]);
  expect(why).toBe(
    'TensorFlow.js WebGL trains 5,000 images a second here; TensorFlow.js WebGPU 1,000, JavaScript 100.',
  );
  // Compiling, one step, a third of the budget and the budget, and no more.
  expect(clock.ms).toBe(6 * 100 + (1000 + 201 * 2) + (1 + 41 * 10));
});

test('an engine at less than a tenth of the best is given two steps and no more', async () => {
  const clock = { ms: 0 };
  const { measured } = await choosing(
    {
      wasm: async () => ok(paced(await opened(), clock, [1])),
      cpu: async () => ok(paced(await opened(), clock, [11])),
    },
    { now: () => clock.ms, budgetMs: 300, batchSize: 11 },
  );
  expect(measured[1]).toEqual({ kind: 'cpu', imagesPerSecond: 1000 });
  expect(clock.ms).toBe(402 + 22);
});

test('an engine that keeps the course is timed with it, and with what the page looks at', async () => {
  const clock = { ms: 0 };
  const froms: ResidentCourse['from'][] = [];
  let looks = 0;
  const engine = await opened();
  const resident = overriding(engine, {
    async advance(course, most) {
      expect(most).toBeGreaterThan(1000);
      expect(course.distortion).toEqual({ ...noDistortion, shear: 0.1 });
      froms.push(course.from);
      clock.ms += 50;
      const batch = () => course.batchAt(course.from);
      const rule = course.ruleAt(course.from);
      return Array.from({ length: 100 }, () => ({ loss: 1, correct: 1, images: 8, rule, batch }));
    },
    async gradients(batch) {
      expect(batch.labels.length).toBe(16);
      looks += 1;
      clock.ms += 2;
      return engine.gradients(batch);
    },
  });
  const { measured } = await choosing(
    { webgpu: () => ok(resident) },
    { now: () => clock.ms, budgetMs: 600, distortion: { ...noDistortion, shear: 0.1 } },
  );
  expect(froms.slice(0, 3).map(({ offset }) => offset)).toEqual([0, 800, 1600]);
  // A look every 100 ms, which takes 2 ms, of 600 ms: a little less than the bare 16,000 images a second.
  const [one] = measured;
  expect(one).toHaveProperty('imagesPerSecond');
  expect((one as { imagesPerSecond: number }).imagesPerSecond).toBeCloseTo(
    (12 * 800_000) / (600 + 6 * 2),
    -3,
  );
  expect(looks).toBeGreaterThan(7);
});

describe('threads', () => {
  /** @param msAStep by the number of threads; no number for those that do not open */
  async function climbed(threads: number, msAStep: (workers: number) => number) {
    const clock = { ms: 0 };
    const engine = await opened();
    const { choice, measured, why } = await choosing(
      {},
      {
        async open({ workers = 1 }) {
          const ms = msAStep(workers);
          if (Number.isNaN(ms)) return { ok: false, reason: 'no threads' };
          return ok(overriding(paced(engine, clock, [ms]), { dispose: async () => {} }));
        },
        now: () => clock.ms,
        engines: [{ id: 'wasm', hasThreads: true }],
        threads,
        budgetMs: 100,
      },
    );
    await engine.dispose();
    return { best: choice?.workers, tried: measured.map(({ workers }) => workers), why };
  }

  test('more are tried while that is faster, up to all', async () => {
    expect(await climbed(1, () => 1)).toMatchObject({ best: 1, tried: [1] });
    expect(await climbed(2, (workers) => 10 / workers)).toMatchObject({ best: 2, tried: [1, 2] });
    expect(await climbed(16, (workers) => 32 / workers)).toMatchObject({
      best: 16,
      tried: [1, 2, 4, 8, 16, 12],
    });
  });

  test('then half-way between the best and its neighbours', async () => {
    const bestAt = (count: number) => (workers: number) => 10 + Math.abs(workers - count);
    expect(await climbed(7, bestAt(5))).toMatchObject({ best: 4, tried: [1, 2, 4, 7, 6, 3] });
    expect(await climbed(7, bestAt(6))).toMatchObject({ best: 6, tried: [1, 2, 4, 7, 6] });
    expect(await climbed(64, bestAt(12))).toMatchObject({ best: 12, tried: [1, 2, 4, 8, 16, 32, 12] });
  });

  test('two larger counts in a row that are slower end it', async () => {
    const { best, tried, why } = await climbed(64, (workers) => 10 * workers);
    expect({ best, tried }).toEqual({ best: 1, tried: [1, 2, 4] });
    expect(why).toBe('WebAssembly trains 800 images a second here.');
  });

  test('a count that does not open is slower; where one thread does not open, none is tried', async () => {
    const { best, tried, why } = await climbed(4, (workers) => (workers > 2 ? Number.NaN : 10 / workers));
    expect({ best, tried }).toEqual({ best: 2, tried: [1, 2, 4, 3] });
    expect(why).toBe('WebAssembly on 2 threads trains 1,600 images a second here.');
    expect(await climbed(4, () => Number.NaN)).toEqual({
      best: undefined,
      tried: [1],
      why: 'No engine can train here. WebAssembly did not open: no threads.',
    });
  });
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
  expect(measured[0]).toEqual({
    kind: 'webgl',
    refused: 'failed: train step 1, webgl: the context was lost',
  });
  expect(await isDisposed(broken)).toBe(true);
  expect(choice?.kind).toBe('wasm');
  expect(why).toMatch(
    /^WebAssembly trains [\d,]+ images a second here\. TensorFlow\.js WebGL failed: train step 1, webgl: the context was lost\.$/,
  );
});

test('an engine whose loss is no number is refused, however fast it is', async () => {
  const wrong = overriding(await opened(), { trainStep: async () => ({ loss: Number.NaN, correct: 0 }) });
  const { choice, measured } = await choosing({ webgl: () => ok(wrong), wasm: () => openWasm() });
  expect(measured[0]).toEqual({ kind: 'webgl', refused: 'failed: expected a finite loss, got NaN' });
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
  expect(measured[0]).toEqual({ kind: 'webgpu', refused: 'failed: no answer within 1\u202fs' });
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
  expect(measured).toEqual([{ kind: 'webgpu', refused: 'did not open: no answer within 0.01\u202fs' }]);
  expect(await isDisposed(late)).toBe(false);
  answer({ ok: true, engine: late });
  await expect.poll(() => isDisposed(late)).toBe(true);
});

test('when none can train there is no choice, and every reason is told once', async () => {
  const { choice, why } = await choosing({
    webgl: async () => ({ ok: false, reason: 'there is no GPU' }),
    webgpu: async () => ({ ok: false, reason: 'there is no GPU.' }),
    wasm: () => Promise.reject(new Error('no SIMD')),
  });
  expect(choice).toBeUndefined();
  expect(why).toBe(
    'No engine can train here. TensorFlow.js WebGL and TensorFlow.js WebGPU did not open: there is no GPU. WebAssembly did not open: no SIMD.',
  );
  expect((await choosing({})).why).toBe('No engine can train here.');
});

test('an empty batch is a mistake of the caller', async () => {
  await expect(choosing({}, { batchSize: 0 })).rejects.toThrow(
    'chooseTrainingEngine, batchSize: expected at least 1, got 0',
  );
});
