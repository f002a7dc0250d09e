import { afterEach, expect, test, vi } from 'vitest';
import { openTrainer, trainerWishes } from './trainer-opener.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('where there are no threads, our kernels train on the one that is there, and the page says why', async () => {
  vi.stubGlobal('Worker', undefined);
  const { engine, workers, why } = await openTrainer(
    trainerWishes({ engine: 'auto', network: 'lenet-5' }, null, [], null, 3),
  );
  expect([engine.kind, workers]).toEqual(['wasm', 1]);
  expect(why).toMatch(/^WebAssembly did not open: .*Worker.*Used because nothing else opened\.$/);
  const { loss } = await engine.trainStep(
    { digits: new Uint8Array(784), labels: Uint8Array.of(3) },
    { kind: 'sgd', learningRate: 0.1, momentum: 0, weightDecay: 0 },
  );
  expect(loss).toBeCloseTo(Math.log(10), 5);
  await engine.dispose();
});
