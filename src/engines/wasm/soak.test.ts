import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { noDistortion } from '../../data/distortion/distortion.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type { Batch, ResidentCourse } from '../course.ts';
import type { Engine } from '../engine.ts';
import { openWasm } from './engine.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Buffers are freed some time after the collection that found them dead. */
async function memoryInUse(): Promise<{ heap: number; buffers: number }> {
  for (let round = 0; round < 5; round++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers, external } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers + external };
}

const rule = { kind: 'sgd', learningRate: 1e-4, momentum: 0.9, weightDecay: 0 } as const;

async function open(workers: number): Promise<Engine> {
  await buildWasm();
  const opened = await openWasm({ workers });
  if (!opened.ok) throw new Error(opened.reason);
  await opened.engine.loadParameters(initialParameters(lenet5, randomFromSeed(1)));
  return opened.engine;
}

function batchOf(n: number): Batch {
  const random = randomFromSeed(2);
  return {
    digits: Uint8Array.from({ length: n * 784 }, () => random.integer(0, 255)),
    labels: Uint8Array.from({ length: n }, (_, i) => (3 + 2 * i) % 10),
  };
}

async function expectNoLeak(engine: Engine, train: (steps: number) => Promise<void>, steps: number) {
  await train(500);
  const [bytes, before] = [engine.memory().bytes, await memoryInUse()];
  await train(steps);
  const after = await memoryInUse();
  expect(engine.memory().bytes).toBe(bytes);
  expect(after.heap - before.heap).toBeLessThan(2e6);
  expect(after.buffers - before.buffers).toBeLessThan(2e6);
}

test('20,000 training steps leave wasm memory as it was, heap and buffers within 2 MB', async () => {
  const engine = await open(1);
  const batch = batchOf(2);
  const train = async (steps: number) => {
    for (let step = 0; step < steps; step++) await engine.trainStep(batch, rule);
  };
  await expectNoLeak(engine, train, 20_000);
  expect((await engine.trainStep(batch, rule)).loss).toBeLessThan(2);
  await engine.dispose();
});

test('5,000 steps that two threads take by themselves leave all memory as it was', async () => {
  const engine = await open(2);
  const images = batchOf(400);
  const places = Uint32Array.from({ length: 400 }, (_, i) => i);
  const course: ResidentCourse = {
    from: { epoch: 1, offset: 0 },
    batchSize: 4,
    seed: 1,
    distortion: { ...noDistortion, rotationDeg: 10 },
    store: {
      room: 400,
      since: (revision) => ({ revision: 1, parts: revision < 1 ? [{ at: 0, ...images }] : [] }),
    },
    places: () => places,
    ruleAt: () => rule,
    batchAt: async () => images,
    ready: async (_, _least, most) => most,
  };
  const { signal } = new AbortController();
  const train = async (steps: number) => {
    for (let left = steps; left > 0; ) left -= (await engine.advance?.(course, left, signal))?.length ?? left;
  };
  await expectNoLeak(engine, train, 5000);
  await engine.dispose();
});
