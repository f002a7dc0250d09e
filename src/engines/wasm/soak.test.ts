import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { buildWasm } from '../../../tools/build-wasm.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
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

test('20,000 training steps leave wasm memory as it was, heap and buffers within 2 MB', async () => {
  await buildWasm();
  const opened = await openWasm();
  if (!opened.ok) throw new Error(opened.reason);
  const { engine } = opened;
  await engine.loadParameters(initialParameters(lenet5, randomFromSeed(1)));
  const random = randomFromSeed(2);
  const batch = {
    digits: Uint8Array.from({ length: 2 * 784 }, () => random.integer(0, 255)),
    labels: Uint8Array.of(3, 5),
  };
  const rule = { kind: 'sgd', learningRate: 1e-4, momentum: 0.9, weightDecay: 0 } as const;
  const train = async (steps: number) => {
    for (let step = 0; step < steps; step++) await engine.trainStep(batch, rule);
  };
  await train(500);
  const [bytes, before] = [engine.memory().bytes, await memoryInUse()];
  await train(20_000);
  const after = await memoryInUse();
  expect(engine.memory().bytes).toBe(bytes);
  expect(after.heap - before.heap).toBeLessThan(2e6);
  expect(after.buffers - before.buffers).toBeLessThan(2e6);
  expect((await engine.trainStep(batch, rule)).loss).toBeLessThan(2);
  await engine.dispose();
});
