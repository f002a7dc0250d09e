import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { OwnDigitsImport } from '../../digits/own/own-digits-file.ts';
import { messageOf } from '../../lib/expect.ts';
import { startWorker } from '../../lib/start-worker.ts';
import type { LearnProgress, LearnRequest, Learnt, LearnWorker, Measured } from './contract.ts';

type Outcome<Result> =
  | ({ readonly ok: true } & Result)
  | { readonly ok: false; readonly stopped: boolean; readonly reason: string };

export type LearnOutcome = Outcome<{ readonly learnt: Learnt }>;
type MeasureOutcome = Outcome<{ readonly measured: Measured }>;

export interface Learning {
  /** Never rejects. */
  readonly outcome: Promise<LearnOutcome>;
  readonly stop: () => void;
}

interface LearnOptions {
  /** For tests of workers that fail. */
  readonly createWorker?: () => Worker;
  /** A worker that says nothing for so long is taken for dead. */
  readonly silentMs?: number;
}

/** Learns in a worker of its own. */
export function startLearning(
  request: LearnRequest,
  report: (progress: LearnProgress) => void,
  options: LearnOptions = {},
): Learning {
  return inWorker(async (worker, heard) => {
    const follow = proxy((progress: LearnProgress) => {
      heard();
      report(progress);
    });
    return { learnt: await worker.learn(request, follow, proxy(heard)) };
  }, options);
}

/** Counts, in a worker of its own, how many test images a network of P floats reads right. Never rejects. */
export function measureNetwork(
  parameters: Float32Array,
  options: LearnOptions = {},
): Promise<MeasureOutcome> {
  const measure = async (worker: Remote<LearnWorker>, heard: () => void) => ({
    measured: await worker.measure(parameters, proxy(heard)),
  });
  return inWorker(measure, options).outcome;
}

/**
 * Reads a file of digits in a worker of its own: whatever is in it, the page stays quick. Never rejects.
 * The digits have no ids yet.
 */
export async function readDigitsFile(file: Blob, options: LearnOptions = {}): Promise<OwnDigitsImport> {
  const read = await inWorker(async (worker) => ({ digits: await worker.readDigits(file) }), options).outcome;
  return read.ok ? read.digits : read;
}

/** The worker ends with what it does, however that comes about. */
function inWorker<Result extends object>(
  ask: (worker: Remote<LearnWorker>, heard: () => void) => Promise<Result>,
  { createWorker = newWorker, silentMs = 30_000 }: LearnOptions,
): { readonly outcome: Promise<Outcome<Result>>; readonly stop: () => void } {
  let worker: Worker;
  try {
    worker = createWorker();
  } catch (error) {
    return { outcome: Promise.resolve(failed(messageOf(error))), stop: () => {} };
  }
  let stop = () => {};
  const outcome = new Promise<Outcome<Result>>((resolve) => {
    const link = wrap<LearnWorker>(worker);
    let alarm: ReturnType<typeof setTimeout> | undefined;
    const end = (outcome: Outcome<Result>) => {
      clearTimeout(alarm);
      worker.terminate();
      link[releaseProxy]();
      resolve(outcome);
    };
    const watch = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => end(failed('it has stopped answering')), silentMs);
    };
    stop = () => end({ ok: false, stopped: true, reason: 'stopped' });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(failed(event.message || 'its script could not be loaded'));
    });
    worker.addEventListener('messageerror', () => end(failed('a message could not be read')));
    watch();
    ask(link, watch).then(
      (result) => end({ ok: true, ...result }),
      (error) => end(failed(messageOf(error))),
    );
  });
  return { outcome, stop: () => stop() };
}

function newWorker(): Worker {
  return startWorker(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'learner' }),
  );
}

function failed(reason: string): { readonly ok: false; readonly stopped: boolean; readonly reason: string } {
  return { ok: false, stopped: false, reason };
}
