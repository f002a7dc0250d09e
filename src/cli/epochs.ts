import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Distortion } from '../datasets/distortion.ts';
import type { LabelledDigits } from './mnist-files.ts';

/** What the worker is started with. */
export interface EpochWorkerData {
  readonly training: LabelledDigits;
  readonly distortion: Distortion;
  readonly seed: number;
}

/** Makes epochs in a thread of its own, always one ahead, so that training never waits for distortions. */
export interface Epochs {
  epoch(number: number): Promise<LabelledDigits>;
  close(): Promise<void>;
}

/** Node starts a thread without the TypeScript loader of the thread that starts it (privatenumber/tsx#354). */
const bootstrap = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./epochs-worker.ts', import.meta.url).href)});
});`;

export function startEpochs(workerData: EpochWorkerData): Epochs {
  const worker = new Worker(bootstrap, { eval: true, workerData });
  const make = async (number: number) => {
    worker.postMessage(number);
    // `once` rejects when the worker fails.
    const [made] = await once(worker, 'message');
    return made as LabelledDigits;
  };
  let ahead: { number: number; made: Promise<LabelledDigits> } | undefined;
  return {
    async epoch(number) {
      const made = await (ahead?.number === number ? ahead.made : make(number));
      ahead = { number: number + 1, made: make(number + 1) };
      // Its failure is reported when it is asked for, or never when the run has ended.
      ahead.made.catch(() => {});
      return made;
    },
    async close() {
      await worker.terminate();
    },
  };
}
