import { expose } from 'comlink';
import type { Batch } from '../../src/engines/engine.ts';
import { digitSize } from '../../src/network/rasters.ts';
import type { System, SystemSpec, SystemWorker, Task } from './system.ts';

/**
 * The worker of one system. Each has its own, so that no system's settings, backends or garbage
 * get in the way of another's.
 */
let system: System | undefined;
let data: Batch = { digits: new Uint8Array(), labels: new Uint8Array() };
let parameters = new Float32Array();
/** The next batch: every step sees other images than the one before. */
let next = 0;

const served: SystemWorker = {
  async open(spec, digits, initial) {
    [data, parameters] = [digits, new Float32Array(initial)];
    system = await openSystem(spec);
    await system.reset(parameters);
    return system.device;
  },
  async learn(steps, batch) {
    const system = opened();
    await system.reset(parameters);
    const losses: number[] = [];
    next = 0;
    for (let step = 0; step < steps; step++) losses.push(await system.trainStep(nextBatch(batch)));
    return losses;
  },
  async time(task, budgetMs) {
    const call = callOf(task);
    if (!call) return undefined;
    const start = performance.now();
    for (let calls = 1; ; calls++) {
      await call();
      const ms = performance.now() - start;
      if (ms >= budgetMs) return { calls, ms };
    }
  },
  async peak() {
    return system?.peak?.();
  },
};

async function openSystem(spec: SystemSpec): Promise<System> {
  switch (spec.by) {
    case 'lab':
      return (await import('./systems/lab.ts')).openLab(spec);
    case 'tfjs':
      return (await import('./systems/tfjs.ts')).openTfjs(spec.backend);
    case 'jax':
      return (await import('./systems/jax.ts')).openJax(spec.device);
    case 'convnetjs':
      return (await import('./systems/convnetjs.ts')).openConvnetjs();
  }
}

function callOf({ work, batch }: Task): (() => Promise<unknown>) | undefined {
  const system = opened();
  switch (work) {
    case 'train':
      return () => system.trainStep(nextBatch(batch));
    case 'classify':
      return () => system.classify(nextBatch(batch).digits);
    case 'activations':
      // Wrapped only where it is offered.
      return system.activations && (async () => system.activations?.(nextBatch(batch).digits));
  }
}

function opened(): System {
  if (!system) throw new Error('expected a system that has been opened');
  return system;
}

function nextBatch(size: number): Batch {
  const batches = Math.floor(data.labels.length / size);
  const from = (next++ % batches) * size;
  return {
    digits: data.digits.subarray(from * digitSize, (from + size) * digitSize),
    labels: data.labels.subarray(from, from + size),
  };
}

expose(served);
