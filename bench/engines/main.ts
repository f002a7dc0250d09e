import { type Remote, wrap } from 'comlink';
import type { Batch } from '../../src/engines/engine.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';
import { digitSize } from '../../src/network/rasters.ts';
import type { SystemSpec, SystemWorker, Task, Timing } from './system.ts';

/** The page: hands what bench/engines.ts asks for to the workers, each of which has one system. */
export interface BenchPage {
  readonly cores: number;
  readonly isolated: boolean;
  open(spec: SystemSpec): Promise<string>;
  learn(name: string, steps: number, batch: number): Promise<number[]>;
  time(name: string, task: Task, budgetMs: number): Promise<Timing | undefined>;
  peak(name: string): Promise<number | undefined>;
  close(name: string): void;
}

declare global {
  interface Window {
    benchPage: BenchPage;
  }
}

const workers = new Map<string, { readonly worker: Worker; readonly remote: Remote<SystemWorker> }>();
const data = fetchData();

window.benchPage = {
  cores: navigator.hardwareConcurrency,
  isolated: window.crossOriginIsolated,
  async open(spec) {
    const { batch, parameters } = await data;
    const worker = new Worker(new URL('./system-worker.ts', import.meta.url), { type: 'module' });
    // A worker that dies answers nothing any more; without this its reason would be lost.
    const died = new Promise<never>((_, reject) => {
      worker.addEventListener('error', ({ message }) =>
        reject(new Error(message || 'its script did not load')),
      );
    });
    const remote = wrap<SystemWorker>(worker);
    workers.set(spec.name, { worker, remote });
    return Promise.race([remote.open(spec, batch, parameters), died]);
  },
  learn: (name, steps, batch) => remoteOf(name).learn(steps, batch),
  time: (name, task, budgetMs) => remoteOf(name).time(task, budgetMs),
  peak: (name) => remoteOf(name).peak(),
  close(name) {
    workers.get(name)?.worker.terminate();
    workers.delete(name);
  },
};

function remoteOf(name: string): Remote<SystemWorker> {
  const entry = workers.get(name);
  if (!entry) throw new Error(`expected a system that is open, got ${name}`);
  return entry.remote;
}

/** As serve.ts lays it out: the parameters to start from, then the digits, then their classes. */
async function fetchData(): Promise<{ batch: Batch; parameters: Float32Array }> {
  const response = await fetch('./data.bin');
  if (!response.ok) throw new Error(`data.bin: expected status 200, got ${response.status}`);
  const bytes = await response.arrayBuffer();
  const start = lenet5.parameterCount * 4;
  const n = (bytes.byteLength - start) / (digitSize + 1);
  return {
    parameters: new Float32Array(bytes, 0, lenet5.parameterCount),
    batch: {
      digits: new Uint8Array(bytes, start, n * digitSize),
      labels: new Uint8Array(bytes, start + n * digitSize, n),
    },
  };
}
