import { proxy, releaseProxy, wrap } from 'comlink';
import { messageOf } from '../lib/expect.ts';
import type { LearnProgress, LearnRequest, Learnt, LearnWorker } from './learn-contract.ts';

export type LearnOutcome =
  | { readonly ok: true; readonly learnt: Learnt }
  | { readonly ok: false; readonly stopped: boolean; readonly reason: string };

export interface Learning {
  /** Never rejects. */
  readonly outcome: Promise<LearnOutcome>;
  readonly stop: () => void;
}

export interface LearnOptions {
  /** For tests of workers that fail. */
  readonly createWorker?: () => Worker;
  /** A worker that says nothing for so long is taken for dead. */
  readonly silentMs?: number;
}

/** Learns in a worker of its own, which ends with it, however that comes about. */
export function startLearning(
  request: LearnRequest,
  report: (progress: LearnProgress) => void,
  { createWorker = newWorker, silentMs = 30_000 }: LearnOptions = {},
): Learning {
  let worker: Worker;
  try {
    worker = createWorker();
  } catch (error) {
    return { outcome: Promise.resolve(failed(messageOf(error))), stop: () => {} };
  }
  let stop = () => {};
  const outcome = new Promise<LearnOutcome>((resolve) => {
    const link = wrap<LearnWorker>(worker);
    let alarm: ReturnType<typeof setTimeout> | undefined;
    const end = (outcome: LearnOutcome) => {
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
    const follow = proxy((progress: LearnProgress) => {
      watch();
      report(progress);
    });
    link.learn(request, follow).then(
      (learnt) => end({ ok: true, learnt }),
      (error) => end(failed(messageOf(error))),
    );
  });
  return { outcome, stop: () => stop() };
}

function newWorker(): Worker {
  return new Worker(new URL('./learn-worker.ts', import.meta.url), { type: 'module', name: 'learner' });
}

function failed(reason: string): LearnOutcome {
  return { ok: false, stopped: false, reason };
}
