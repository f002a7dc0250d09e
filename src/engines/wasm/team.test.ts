import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { conformanceChecks } from '../conformance/conformance.ts';
import type { Batch, Engine, Opened, UpdateRule } from '../engine.ts';
import { openWasm, type WasmOptions } from './engine.ts';
import { startThread, type Thread } from './thread.ts';

const adam: UpdateRule = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

function batchOf(n: number, seed: number): Batch {
  const random = randomFromSeed(seed);
  return {
    digits: Uint8Array.from({ length: n * 784 }, () => random.integer(0, 255)),
    labels: Uint8Array.from({ length: n }, () => random.integer(0, 9)),
  };
}

async function open(options: WasmOptions): Promise<Engine> {
  const opened = await openWasm(options);
  if (!opened.ok) throw new Error(opened.reason);
  await opened.engine.loadParameters(initialParameters(lenet5, randomFromSeed(1)));
  return opened.engine;
}

async function parametersAfterSteps(options: WasmOptions): Promise<Float32Array> {
  const engine = await open(options);
  for (let step = 0; step < 5; step++) await engine.trainStep(batchOf(13, step), adam);
  const parameters = await engine.readParameters();
  await engine.dispose();
  return parameters;
}

beforeAll(async () => {
  await buildWasm();
});

describe.for([true, false])('two workers, shared memory %s', (shared) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openWasm({ workers: 2, shared });
  });
  afterAll(async () => {
    if (opened.ok) await opened.engine.dispose();
  });

  test('opens', () => {
    expect(opened.ok || opened.reason).toBe(true);
  });
  for (const { name, run } of conformanceChecks) {
    test(name, async () => {
      if (opened.ok) await run(opened.engine);
    });
  }
});

test('three workers: two runs with one seed end with the same bits, shared memory or not', async () => {
  const first = await parametersAfterSteps({ workers: 3 });
  expect(await parametersAfterSteps({ workers: 3 })).toEqual(first);
  expect(await parametersAfterSteps({ workers: 3, shared: false })).toEqual(first);
});

test.for([1, 2, 5])('three workers for %d images: the gradient of one worker within 1e-6', async (images) => {
  const [one, three] = [await open({}), await open({ workers: 3 })];
  const batch = batchOf(images, 3);
  const [expected, got] = [await one.gradients(batch), await three.gradients(batch)];
  expect(got.loss).toBeCloseTo(expected.loss, 6);
  const worst = got.gradient.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (expected.gradient[i] as number))),
    0,
  );
  expect(worst).toBeLessThan(1e-6);
  await Promise.all([one.dispose(), three.dispose()]);
});

/** Two threads, of which one can be ended: its death is told, or it is as if it hung. */
async function openMortal(options: WasmOptions & { readonly isTold: boolean }) {
  let helper: Thread | undefined;
  let isHidden = false;
  const engine = await open({
    ...options,
    workers: 2,
    start: ({ message, failure }) => {
      helper = startThread({ message, failure: (reason) => isHidden || failure(reason) });
      return helper;
    },
  });
  const kill = () => {
    isHidden = !options.isTold;
    helper?.terminate();
  };
  return { engine, kill };
}

describe.for([true, false])('shared memory %s', (shared) => {
  test('a helper that dies in mid-step gives an error that names step and engine, and all later calls too', async () => {
    const { engine, kill } = await openMortal({ shared, isTold: true });
    await engine.trainStep(batchOf(1024, 1), adam);
    // The step is under way, or is when the thread has ended.
    const step = engine.trainStep(batchOf(1024, 2), adam);
    kill();
    await expect(Promise.all([step, engine.trainStep(batchOf(1024, 2), adam)])).rejects.toThrow(
      /^train step [23], wasm: helper 1: it ended/,
    );
    await expect(engine.trainStep(batchOf(8, 1), adam)).rejects.toThrow(/^train step [23], wasm: helper 1/);
    expect(await engine.lost).toMatch(/helper 1/);
    // What needs no helper still answers, so that a run can be saved.
    expect((await engine.readOptimiser()).step).toBeGreaterThanOrEqual(1);
    await engine.dispose();
  });

  test('a helper that hangs is given up after its time', async () => {
    const { engine, kill } = await openMortal({ shared, isTold: false, answerMs: () => 500 });
    await engine.trainStep(batchOf(64, 1), adam);
    kill();
    await expect(engine.trainStep(batchOf(64, 2), adam)).rejects.toThrow(
      /^train step 2, wasm: helper 1: no answer within 0.5 s/,
    );
    expect(await engine.lost).toMatch(/helper 1/);
    await engine.dispose();
  });

  test('disposing in mid-step ends the step with an error', async () => {
    const { engine, kill } = await openMortal({ shared, isTold: false });
    await engine.trainStep(batchOf(64, 1), adam);
    kill();
    const outcome = expect(engine.trainStep(batchOf(64, 1), adam)).rejects.toThrow(/train step 2, wasm/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await engine.dispose();
    await outcome;
    // A thread that was stopped on purpose is not lost.
    const pending = new Promise((resolve) => setTimeout(() => resolve('pending'), 300));
    expect(await Promise.race([engine.lost, pending])).toBe('pending');
  });
});

test('a helper that does not start gives a reason', async () => {
  const opened = await openWasm({
    workers: 2,
    start: ({ failure }) => {
      setTimeout(() => failure('no such script'), 1);
      return { post: () => {}, terminate: () => {} };
    },
  });
  expect(opened).toMatchObject({ ok: false, reason: 'helper 1: no such script' });
});
