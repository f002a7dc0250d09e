import type { Remote } from 'comlink';
import type { OwnDigitsImport } from '../../digits/own/own-digits-file.ts';
import { messageOf } from '../../lib/expect.ts';
import { type Listen, startTask } from '../../lib/worker-service.ts';
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

/** A worker that says nothing for so long is taken for dead. */
const silentMs = 30_000;

/** Says that the worker lives, and nothing else. */
const alive = () => {};

/** Learns in a worker of its own. */
export function startLearning(request: LearnRequest, report: (progress: LearnProgress) => void): Learning {
  return inWorker(async (worker, listen) => ({
    learnt: await worker.learn(request, listen(report), listen(alive)),
  }));
}

/** Counts, in a worker of its own, how many test images a network of P floats reads right. Never rejects. */
export function measureNetwork(parameters: Float32Array): Promise<MeasureOutcome> {
  return inWorker(async (worker, listen) => ({
    measured: await worker.measure(parameters, listen(alive)),
  })).outcome;
}

/**
 * Reads a file of digits in a worker of its own: whatever is in it, the page stays quick. Never rejects.
 * The digits have no ids yet.
 */
export async function readDigitsFile(file: Blob): Promise<OwnDigitsImport> {
  const read = await inWorker(async (worker) => ({ digits: await worker.readDigits(file) })).outcome;
  return read.ok ? read.digits : read;
}

function inWorker<Result extends object>(
  ask: (worker: Remote<LearnWorker>, listen: Listen) => Promise<Result>,
): { readonly outcome: Promise<Outcome<Result>>; readonly stop: () => void } {
  const task = startTask(newWorker, ask, silentMs);
  let stopped = false;
  const outcome = task.result.then(
    (result): Outcome<Result> => ({ ok: true, ...result }),
    (error) => ({ ok: false, stopped, reason: messageOf(error) }),
  );
  const stop = () => {
    stopped = true;
    task.stop();
  };
  return { outcome, stop };
}

const newWorker = () =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'learner' });
