import { type ProxyMarked, proxy, type Remote, releaseProxy, wrap } from 'comlink';
import { t } from '../language/language.ts';
import { messageOf } from './expect.ts';
import type { Refused } from './result.ts';
import { startWorker } from './start-worker.ts';

interface ServicePlan {
  /** `new Worker(new URL('./worker.ts', import.meta.url), ...)`, word for word: Vite finds workers by it. */
  readonly create: () => Worker;
  /** A worker is there, and nothing has been asked of it. The signal is aborted when it ends. */
  readonly began?: (life: AbortSignal) => void;
  /** No worker could be started at all. */
  readonly refused?: (reason: string) => void;
  /**
   * The worker has ended by itself, and what was asked of it has been rejected.
   * @param times how many have failed since `forgive`, this one included
   * @returns whether another one is started in its place
   */
  readonly failed?: (reason: string, times: number) => boolean;
}

export type Ask<Calls, Result> = (remote: Remote<Calls>) => Promise<Result>;

/** The worker has ended, or never began: what was asked of it has no answer. */
export class WorkerEnded extends Error {}

interface Life<Calls> {
  readonly worker: Worker;
  readonly remote: Remote<Calls>;
  readonly ended: AbortController;
  /** Called with every report. */
  heard: () => void;
  alarm?: ReturnType<typeof setTimeout>;
}

/**
 * One worker at a time, with its calls. Whatever ends it (an error, a script that cannot be loaded, a message
 * that cannot be read, silence) is noticed, said in words, and answered as the plan wants it.
 */
export class WorkerService<Calls> {
  private life: Life<Calls> | undefined;
  private failures = 0;
  /** Why there is no worker any more. */
  private absence: string | undefined;
  private over = false;

  constructor(private readonly plan: ServicePlan) {}

  /** Undefined while there is no worker. */
  get remote(): Remote<Calls> | undefined {
    return this.life?.remote;
  }

  /** Starts a worker, unless there is one or `end` was called. */
  start(): void {
    if (this.life || this.over) return;
    let worker: Worker;
    try {
      worker = startWorker(this.plan.create);
    } catch (error) {
      const reason = messageOf(error);
      this.absence = reason;
      this.plan.refused?.(reason);
      return;
    }
    const life = { worker, remote: wrap<Calls>(worker), ended: new AbortController(), heard: () => {} };
    this.life = life;
    // A script that is missing or throws while it loads says no more than "error".
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.fail(life, event.message || t`its script could not be loaded`);
    });
    worker.addEventListener('messageerror', () => this.fail(life, t`a message could not be read`));
    this.plan.began?.(life.ended.signal);
  }

  /** Rejects with what the worker throws, or with {@link WorkerEnded} when it ends before it answers. */
  call<Result>(ask: Ask<Calls, Result>): Promise<Result> {
    const { life } = this;
    return new Promise((resolve, reject) => {
      if (!life) throw new WorkerEnded(this.absence ?? t`it has not been started`);
      const { signal } = life.ended;
      const gone = () => reject(signal.reason);
      signal.addEventListener('abort', gone);
      const done = () => signal.removeEventListener('abort', gone);
      ask(life.remote).then(resolve, reject).finally(done);
    });
  }

  /** A call that fails only if the worker has failed: it is ended then, and `receive` hears nothing. */
  rely<Result>(ask: Ask<Calls, Result>, receive?: (result: Result) => void): void {
    const { life } = this;
    this.call(ask).then(
      (result) => life === this.life && receive?.(result),
      (error) => this.fail(life, messageOf(error)),
    );
  }

  /** For the worker to report to. Each report shows that it lives; those of one that has ended are dropped. */
  listen<Args extends unknown[]>(follow: (...args: Args) => void): ((...args: Args) => void) & ProxyMarked {
    const { life } = this;
    return proxy((...args: Args) => {
      if (!life || life !== this.life) return;
      life.heard();
      follow(...args);
    });
  }

  /** From now on the worker has failed, for this reason, once it has reported nothing for so long. */
  expectWithin(limitMs: number, reason: string): void {
    const { life } = this;
    if (!life) return;
    life.heard = () => {
      clearTimeout(life.alarm);
      life.alarm = setTimeout(() => this.fail(life, reason), limitMs);
    };
    life.heard();
  }

  /** The worker may be silent for as long as it likes. */
  expectNothing(): void {
    clearTimeout(this.life?.alarm);
    if (this.life) this.life.heard = () => {};
  }

  /** Failures before this no longer count. */
  forgive(): void {
    this.failures = 0;
  }

  /** Ends the worker; no other is started. */
  end(reason = t`it was ended`): void {
    this.over = true;
    this.close(reason);
  }

  private fail(life: Life<Calls> | undefined, reason: string): void {
    if (!life || life !== this.life) return;
    this.close(reason);
    this.failures += 1;
    if (this.plan.failed?.(reason, this.failures)) this.start();
  }

  private close(reason: string): void {
    const { life } = this;
    if (!life) return;
    this.expectNothing();
    this.life = undefined;
    this.absence = reason;
    life.worker.terminate();
    life.remote[releaseProxy]();
    life.ended.abort(new WorkerEnded(reason));
  }
}

export type Outcome<Answer> = ({ readonly ok: true } & Answer) | (Refused & { readonly stopped: boolean });

export interface Task<Result> {
  /** Never rejects. */
  readonly outcome: Promise<Outcome<Result>>;
  readonly stop: () => void;
}

/** {@link WorkerService.listen} */
type Listen = WorkerService<unknown>['listen'];

/**
 * A worker that is asked once, and ends with its answer, however that comes about.
 * @param silentMs how long it may report nothing; null for as long as it likes
 */
export function startTask<Calls, Result extends object>(
  create: () => Worker,
  silentMs: number | null,
  ask: (remote: Remote<Calls>, listen: Listen) => Promise<Result>,
): Task<Result> {
  const service = new WorkerService<Calls>({ create });
  let stopped = false;
  const end = () => service.end(t`stopped`);
  service.start();
  if (silentMs !== null) service.expectWithin(silentMs, t`it has stopped answering`);
  const outcome = service
    .call((remote) => ask(remote, (follow) => service.listen(follow)))
    .finally(end)
    .then(
      (result): Outcome<Result> => ({ ok: true, ...result }),
      (error) => ({ ok: false, stopped, reason: messageOf(error) }),
    );
  const stop = () => {
    stopped = true;
    end();
  };
  return { outcome, stop };
}
