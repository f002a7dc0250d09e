import type { EngineKind, EngineOptions, Opened } from './engine.ts';

/** One way to compute the network: all that the rest of the app has to know of it. */
export interface EngineEntry {
  readonly id: EngineKind;
  /** As the pages call it. */
  readonly label: string;
  /** Whether it can compute on several threads. */
  readonly hasThreads: boolean;
  /** Whether it computes on the GPU, where all that does waits for one another. */
  readonly onGpu: boolean;
  /** Place among what answers drawings, from 1: what opens first answers. Null where it only trains. */
  readonly answers: number | null;
  /** Place among what trains where nothing has been timed, or the fastest does not open. Null where it never does. */
  readonly standsIn: number | null;
  /** Ids of the networks that it computes beside LeNet-5; these on one thread. */
  readonly others?: readonly string[];
  /**
   * Its code is loaded when it is asked for.
   * @param workers threads, where it has them @param architecture one that it computes
   */
  open(options: EngineOptions): Promise<Opened>;
}

/**
 * The engines, in the order of the settings. A new one is one entry here: it is in the settings, in the words of
 * the pages, in what Auto times, in the conformance suite and in the benchmark (docs/adding-an-engine.md). In the
 * build of the page their code is left out: `namesOnly` in vite.config.ts.
 */
export const engines: readonly EngineEntry[] = [
  {
    id: 'webgpu-compute',
    label: 'WebGPU',
    hasThreads: false,
    onGpu: true,
    answers: null,
    standsIn: null,
    open: async () => (await import('./webgpu/open.ts')).openWebgpuCompute(),
  },
  {
    id: 'webgl-passes',
    label: 'WebGL 2',
    hasThreads: false,
    onGpu: true,
    answers: null,
    standsIn: null,
    open: async () => (await import('./webgl/open.ts')).openWebglPasses(),
  },
  {
    id: 'wasm',
    label: 'WebAssembly',
    hasThreads: true,
    onGpu: false,
    answers: 2,
    standsIn: 1,
    others: ['lenet-5-1998'],
    open: async (options) => (await import('./wasm-open.ts')).openWasmOf(options),
  },
  {
    id: 'webgl',
    label: 'TensorFlow.js WebGL',
    hasThreads: false,
    onGpu: true,
    // Wherever it exists, software renderers too.
    answers: 1,
    standsIn: 2,
    others: ['lenet-5-1998'],
    open: async (options) => (await import('./tfjs/webgl/open.ts')).openWebgl(options),
  },
  {
    id: 'webgpu',
    label: 'TensorFlow.js WebGPU',
    hasThreads: false,
    onGpu: true,
    answers: null,
    standsIn: null,
    others: ['lenet-5-1998'],
    open: async (options) => (await import('./tfjs/webgpu.ts')).openWebgpu(options),
  },
  {
    id: 'cpu',
    label: 'JavaScript',
    hasThreads: false,
    onGpu: false,
    answers: 3,
    standsIn: 3,
    others: ['lenet-5-1998'],
    open: async (options) => (await import('./cpu-open.ts')).openCpuOf(options),
  },
];
