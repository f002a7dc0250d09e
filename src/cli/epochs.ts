import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { Recipe } from './training-data.ts';

/** What the worker is started with. */
export interface EpochWorkerData {
  readonly training: LabelledDigits;
  readonly recipe: Recipe;
  readonly seed: number;
}

/** Makes epochs in a thread of its own, always one ahead, so that training never waits for distortions. */
export interface Epochs {
  /** @throws what the thread threw */
  epoch(number: number): Promise<LabelledDigits>;
  close(): Promise<void>;
}

export function startEpochs(workerData: EpochWorkerData): Epochs {
  const worker = new Worker(new URL('./epochs-thread.mjs', import.meta.url), { workerData });
  let ahead: { readonly number: number; readonly made: Promise<LabelledDigits> } | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** One at a time: answers come in the order of the questions and carry no number. */
  const make = (number: number) => {
    const made = queue.then(async () => {
      worker.postMessage(number);
      const [answer] = await once(worker, 'message'); // rejects when the thread throws
      return answer as LabelledDigits;
    });
    queue = made;
    // A failure is reported when the epoch is asked for; one that is made ahead may never be.
    made.catch(() => {});
    return made;
  };

  return {
    async epoch(number) {
      const made = await (ahead?.number === number ? ahead.made : make(number));
      ahead = { number: number + 1, made: make(number + 1) };
      return made;
    },
    async close() {
      await worker.terminate();
    },
  };
}
