import type { Batch } from '../../src/engines/engine.ts';
import { engines } from '../../src/engines/registry.ts';

/**
 * What the benchmark asks of everything that computes the network: ours and the rivals, each behind
 * the same few calls. Digits come as bytes, as they lie in MNIST's files; whoever wants floats on a
 * padded 32 x 32 field makes them, as part of the work.
 */
export interface System {
  /** In words: the renderer, the instruction set, the number of threads. */
  readonly device: string;
  /** Starts anew from these P floats (the order of network/spec), the optimiser's moments at zero. */
  reset(parameters: Float32Array): Promise<void>;
  /** One step of {@link adam}. @returns mean cross-entropy before the update, in nats */
  trainStep(batch: Batch): Promise<number>;
  /**
   * At least one step and at most so many with batches of this size, in one go, the first of them the first of the
   * digits; absent where steps are taken one by one.
   * @returns their losses, once all are on the processor's side
   */
  train?(batchSize: number, most: number): Promise<readonly number[]>;
  /** Class probabilities, n * 10 floats, on the processor's side. */
  classify(digits: Uint8Array): Promise<Float32Array>;
  /** One image's activations of all layers, on the processor's side; absent where nobody offers it. */
  activations?(digits: Uint8Array): Promise<unknown>;
  /** Multiply-adds a second that one core can do at best, measured; only for our kernels. */
  peak?(): number;
}

/** The settings of Adam, the same for all: Kingma and Ba's. */
export const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Which system a worker is to open. Names it for messages and tables, too. */
export type SystemSpec = {
  readonly name: string;
  /** Why its losses are not those of the reference, where they cannot be; its learning is not compared. */
  readonly differs?: string;
} & (
  | {
      readonly by: 'lab';
      /** An entry of src/engines/registry.ts. */
      readonly engine: string;
      /** Threads; 1 when left out. */
      readonly workers?: number;
      /** False hands memory over between threads, as on pages that are not isolated; shared when left out. */
      readonly shared?: false;
    }
  | { readonly by: 'tfjs'; readonly backend: 'webgl' | 'webgpu' | 'cpu' }
  | { readonly by: 'jax'; readonly device: 'wasm' | 'webgl' | 'webgpu' }
  | { readonly by: 'convnetjs' }
);

/** All others are measured against it. */
export const yardstick = 'TensorFlow.js webgl';

/** Ours first, then the rivals. */
export function systemSpecs(cores: number): SystemSpec[] {
  return [
    ...engines.flatMap(({ id, hasThreads }) =>
      (hasThreads ? workerCounts(cores) : []).map((workers) => ({
        name: `LeNet Lab ${id}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
        by: 'lab' as const,
        engine: id,
        workers,
      })),
    ),
    ...(cores > 1
      ? [
          {
            name: `LeNet Lab wasm, ${cores} workers, memory handed over`,
            by: 'lab' as const,
            engine: 'wasm' as const,
            workers: cores,
            shared: false as const,
          },
        ]
      : []),
    ...engines
      .filter(({ hasThreads }) => !hasThreads)
      .map(({ id }) => ({ name: `LeNet Lab ${id}`, by: 'lab' as const, engine: id })),
    { name: yardstick, by: 'tfjs', backend: 'webgl' },
    { name: 'TensorFlow.js webgpu', by: 'tfjs', backend: 'webgpu' },
    { name: 'TensorFlow.js cpu', by: 'tfjs', backend: 'cpu' },
    { name: 'jax-js wasm', by: 'jax', device: 'wasm' },
    { name: 'jax-js webgl', by: 'jax', device: 'webgl' },
    { name: 'jax-js webgpu', by: 'jax', device: 'webgpu' },
    {
      name: 'ConvNetJS (max pooling, Adadelta)',
      by: 'convnetjs',
      differs: 'it has neither average pooling nor Adam',
    },
  ];
}

/** Every count up to eight, then every fourth, and all cores. */
function workerCounts(cores: number): number[] {
  const counts = Array.from({ length: cores }, (_, i) => i + 1);
  return counts.filter((count) => count <= 8 || count % 4 === 0 || count === cores);
}

/** What is timed. `batch` images go through at once. */
export interface Task {
  readonly title: string;
  readonly work: 'train' | 'classify' | 'activations';
  readonly batch: number;
  /** images/s for throughput, ms an image for latency. */
  readonly unit: 'images/s' | 'ms';
}

export const tasks: readonly Task[] = [
  { title: 'Training, Adam, batch 32', work: 'train', batch: 32, unit: 'images/s' },
  { title: 'Training, Adam, batch 64', work: 'train', batch: 64, unit: 'images/s' },
  { title: 'Training, Adam, batch 256', work: 'train', batch: 256, unit: 'images/s' },
  { title: 'Inference, batch 256, class probabilities', work: 'classify', batch: 256, unit: 'images/s' },
  { title: 'One image, class probabilities', work: 'classify', batch: 1, unit: 'ms' },
  { title: 'One image, all activations', work: 'activations', batch: 1, unit: 'ms' },
];

/** One timed stretch of calls; a call is a step, several of which may be taken in one go. */
export interface Timing {
  readonly calls: number;
  readonly ms: number;
}

/** Served by a system's worker through comlink. */
export interface SystemWorker {
  /** Opens the system and gives it the digits to work on. @returns its device @throws why it cannot */
  open(spec: SystemSpec, data: Batch, parameters: Float32Array): Promise<string>;
  /** Losses of the first `steps` steps on the first batches of `batch` images, from `parameters` on. */
  learn(steps: number, batch: number): Promise<number[]>;
  /** Calls one after the other until `budgetMs` have passed, at least one. Undefined if not offered. */
  time(task: Task, budgetMs: number): Promise<Timing | undefined>;
  /** Multiply-adds a second of one core; undefined for all but our wasm engine. */
  peak(): Promise<number | undefined>;
}
