import type { OwnDigitsImport } from '../../digits/own/own-digits-file.ts';
import { workerName } from '../../language/language.ts';
import { type Outcome, startTask, type Task } from '../../lib/worker-service.ts';
import type { SentNetwork } from '../../network/architecture.ts';
import type { LearnProgress, LearnRequest, Learnt, LearnWorker, Measured } from './contract.ts';

export type Learning = Task<{ readonly learnt: Learnt }>;
export type LearnOutcome = Outcome<{ readonly learnt: Learnt }>;

/** A worker that says nothing for so long is taken for dead. */
const silentMs = 30_000;

const newWorker = () =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: workerName('learner') });

/** Says that the worker lives, and nothing else. */
const alive = () => {};

/** Learns in a worker of its own. */
export function startLearning(request: LearnRequest, report: (progress: LearnProgress) => void): Learning {
  return startTask<LearnWorker, { learnt: Learnt }>(newWorker, silentMs, async (worker, listen) => ({
    learnt: await worker.learn(request, listen(report), listen(alive)),
  }));
}

/** Counts, in a worker of its own, how many test images a network reads right. Never rejects. */
export function measureNetwork(network: SentNetwork): Promise<Outcome<{ readonly measured: Measured }>> {
  return startTask<LearnWorker, { measured: Measured }>(newWorker, silentMs, async (worker, listen) => ({
    measured: await worker.measure(network, listen(alive)),
  })).outcome;
}

/**
 * Reads a file of digits in a worker of its own: whatever is in it, the page stays quick. Never rejects.
 * The digits have no ids yet.
 */
export async function readDigitsFile(file: Blob): Promise<OwnDigitsImport> {
  const task = startTask<LearnWorker, { digits: OwnDigitsImport }>(newWorker, silentMs, async (worker) => ({
    digits: await worker.readDigits(file),
  }));
  const read = await task.outcome;
  return read.ok ? read.digits : read;
}
