import { expose } from 'comlink';
import type { Batch } from '../../src/engines/engine.ts';
import { digitSize } from '../../src/network/rasters.ts';
import type { System, SystemSpec, SystemWorker, Task, Timing } from './system.ts';

/**
 * The worker of one system. Each has its own, so that no system's settings, backends or garbage
 * get in the way of another's.
 */
let system: System | undefined;
let data: Batch = { digits: new Uint8Array(), labels: new Uint8Array() };
let parameters = new Float32Array();
/** The next batch: every step sees other images than the one before. */
let next = 0;
const warmUpMs = 150;
/** As many as a run has before it. */
const stepsMost = 8_600;

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
    while (losses.length < steps)
      losses.push(...((await system.train?.(batch, steps - losses.length)) ?? [await oneStep(batch)]));
    return losses;
  },
  async time(task, budgetMs) {
    const call = callOf(task);
    if (!call) return undefined;
    // Engines that take many steps in one go find out how many meanwhile.
    if (task.work === 'train' && opened().train) await timed(call, Math.min(budgetMs, warmUpMs));
    return timed(call, budgetMs);
  },
  async peak() {
    return system?.peak?.();
  },
};

/** @param call does one call or more, and says how many */
async function timed(call: () => Promise<number>, budgetMs: number): Promise<Timing> {
  const start = performance.now();
  for (let calls = 0; ; ) {
    calls += await call();
    const ms = performance.now() - start;
    if (ms >= budgetMs) return { calls, ms };
  }
}

async function openSystem(spec: SystemSpec): Promise<System> {
  switch (spec.by) {
    case 'lab':
      return (await import('./systems/lab.ts')).openLab(spec, data);
    case 'tfjs':
      return (await import('./systems/tfjs.ts')).openTfjs(spec.backend);
    case 'jax':
      return (await import('./systems/jax.ts')).openJax(spec.device);
    case 'convnetjs':
      return (await import('./systems/convnetjs.ts')).openConvnetjs();
  }
}

function callOf({ work, batch }: Task): (() => Promise<number>) | undefined {
  const system = opened();
  const { train, activations } = system;
  switch (work) {
    case 'train':
      if (train) return async () => (await train(batch, stepsMost)).length;
      return async () => oneOf(await oneStep(batch));
    case 'classify':
      return async () => oneOf(await system.classify(nextBatch(batch).digits));
    case 'activations':
      return activations && (async () => oneOf(await activations(nextBatch(batch).digits)));
  }
}

/** One call, whatever it answered. */
const oneOf = (_answer: unknown) => 1;

function oneStep(batch: number): Promise<number> {
  return opened().trainStep(nextBatch(batch));
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
