import { type ProxyMarked, proxy, type Remote, releaseProxy, wrap } from 'comlink';
import { messageOf } from './expect.ts';
import { startWorker } from './start-worker.ts';

/** The life of a worker, seen from whoever started it. */

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
   * @returns whether another one is started in its place; none is without this
   */
  readonly failed?: (reason: string, times: number) => boolean;
}

/** The worker has ended, or never began: what was asked of it has no answer. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

interface Life<Calls> {
  readonly worker: Worker;
  readonly remote: Remote<Calls>;
  readonly ended: AbortController;
  /** How long it may say nothing; undefined while nothing is expected of it. */
  silence: { readonly limitMs: number; readonly reason: string } | undefined;
  alarm: ReturnType<typeof setTimeout> | undefined;
}

/**
 * One worker at a time, with its calls. Whatever ends it (an error, a script that cannot be loaded, a message
 * that cannot be read, silence) is noticed, said in words, and answered as the plan wants it.
 */
export class WorkerService<Calls> {
  private life: Life<Calls> | undefined;
  private failures = 0;
  /** Why there is no worker. */
  private absence = 'it has not been started';
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
      this.absence = messageOf(error);
      this.plan.refused?.(this.absence);
      return;
    }
    const remote = wrap<Calls>(worker);
    const life: Life<Calls> = {
      worker,
      remote,
      ended: new AbortController(),
      silence: undefined,
      alarm: undefined,
    };
    this.life = life;
    // A script that is missing or throws while it loads says no more than "error".
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.fail(life, event.message || 'its script could not be loaded');
    });
    worker.addEventListener('messageerror', () => this.fail(life, 'a message could not be read'));
    this.plan.began?.(life.ended.signal);
  }

  /** Rejects with what the worker throws, or with {@link WorkerEnded} when it ends before it answers. */
  call<Result>(ask: (remote: Remote<Calls>) => Promise<Result>): Promise<Result> {
    const { life } = this;
    return new Promise((resolve, reject) => {
      if (!life) throw new WorkerEnded(this.absence);
      const { signal } = life.ended;
      const gone = () => reject(signal.reason);
      signal.addEventListener('abort', gone);
      ask(life.remote)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', gone));
    });
  }

  /** A call that fails only if the worker has failed: it is ended then, and `receive` hears nothing. */
  rely<Result>(
    ask: (remote: Remote<Calls>) => Promise<Result>,
    receive: (result: Result) => void = () => {},
  ): void {
    const { life } = this;
    this.call(ask).then(
      (result) => {
        if (life === this.life) receive(result);
      },
      (error) => this.fail(life, messageOf(error)),
    );
  }

  /** For the worker to report to. Each report shows that it lives; those of one that has ended are dropped. */
  listen<Args extends unknown[]>(follow: (...args: Args) => void): ((...args: Args) => void) & ProxyMarked {
    const { life } = this;
    return proxy((...args: Args) => {
      if (!life || life !== this.life) return;
      this.wait(life, life.silence);
      follow(...args);
    });
  }

  /** From now on the worker has failed, for this reason, once it has reported nothing for so long. */
  expectWithin(limitMs: number, reason: string): void {
    this.wait(this.life, { limitMs, reason });
  }

  /** The worker may be silent for as long as it likes. */
  expectNothing(): void {
    this.wait(this.life, undefined);
  }

  /** Failures before this no longer count. */
  forgive(): void {
    this.failures = 0;
  }

  /** Ends the worker; no other is started. */
  end(reason = 'it was ended'): void {
    this.over = true;
    this.close(reason);
  }

  private wait(life: Life<Calls> | undefined, silence: Life<Calls>['silence']): void {
    if (!life) return;
    clearTimeout(life.alarm);
    life.silence = silence;
    if (silence) life.alarm = setTimeout(() => this.fail(life, silence.reason), silence.limitMs);
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
    this.life = undefined;
    this.absence = reason;
    clearTimeout(life.alarm);
    life.worker.terminate();
    life.remote[releaseProxy]();
    life.ended.abort(new WorkerEnded(reason));
  }
}

/** {@link WorkerService.listen} */
export type Listen = WorkerService<unknown>['listen'];

/** A worker that is asked once, and ends with its answer. */
export interface Task<Result> {
  /** Rejects with what the worker throws, or with {@link WorkerEnded}. */
  readonly result: Promise<Result>;
  readonly stop: () => void;
}

/** @param silentMs how long the worker may report nothing */
export function startTask<Calls, Result>(
  create: () => Worker,
  ask: (remote: Remote<Calls>, listen: Listen) => Promise<Result>,
  silentMs?: number,
): Task<Result> {
  const service = new WorkerService<Calls>({ create });
  const listen: Listen = (follow) => service.listen(follow);
  service.start();
  if (silentMs !== undefined) service.expectWithin(silentMs, 'it has stopped answering');
  const result = service.call((remote) => ask(remote, listen)).finally(() => service.end());
  return { result, stop: () => service.end('stopped') };
}
