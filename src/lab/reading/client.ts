import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { EngineKind } from '../../engines/engine.ts';
import { readingOrder } from '../../engines/registry.ts';
import { asSentence, messageOf } from '../../lib/expect.ts';
import type { LabWorker, ReaderStatus, Reading, ReadRequest } from './contract.ts';
import { startReaderWorker } from './reader-worker.ts';

export interface ReaderOptions {
  /** Address of model.json, relative to the page. */
  readonly modelUrl: string;
  readonly engines?: readonly EngineKind[];
  /** Another worker than the usual one; undefined for the usual one. */
  readonly createWorker?: () => Worker | undefined;
  readonly limits?: Partial<typeof defaultLimits>;
}

/** Times in milliseconds after which a silent worker is taken for dead, and how often it is replaced. */
const defaultLimits = { startMs: 20_000, readMs: 10_000, restarts: 3 };

/**
 * A small store: what the network makes of the newest drawing, and the state of what answers.
 * Every member may be handed on by itself.
 */
export interface ReaderClient {
  /** Starts the worker, once. Call it when the page has been painted; requests wait until then. */
  readonly start: () => void;
  /** Asks for an answer. Only the newest request counts: one is under way, at most one waits. */
  readonly read: (request: ReadRequest) => void;
  /**
   * Answers with these parameters, P floats, from now on, or with the model's again (null). Only the
   * newest count, as with drawings; the newest drawing is answered anew.
   */
  readonly answerWith: (parameters: Float32Array | null) => void;
  /** Tries again what failed. */
  readonly retry: () => void;
  readonly status: () => ReaderStatus;
  /** The newest answer; null until the first. */
  readonly reading: () => Reading | null;
  /** @returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The worker's other calls, for tests; undefined while there is no worker. */
  readonly remote: () => Remote<LabWorker> | undefined;
  readonly dispose: () => void;
}

/** One life of a worker; everything about it is forgotten when it ends. */
interface Life {
  readonly worker: Worker;
  readonly remote: Remote<LabWorker>;
  alarm: ReturnType<typeof setTimeout> | undefined;
}

export function createReader(options: ReaderOptions): ReaderClient {
  return new WorkerReader(options);
}

/**
 * The page's side of the reader. It keeps the newest request, so that whatever happens to the worker
 * (a lost GPU context, a failed model, a crash) the drawing is answered again when it can be.
 */
class WorkerReader implements ReaderClient {
  private currentStatus: ReaderStatus = { state: 'opening' };
  private currentReading: Reading | null = null;
  private newest: ReadRequest | undefined;
  /** Whether the newest request has been answered by the device that is there now. */
  private answered = true;
  private underWay: ReadRequest | undefined;
  /** The network to answer with; null for the model. */
  private network: Float32Array | null = null;
  /** Whether the worker that is there now has been told. */
  private networkTold = true;
  private telling = false;
  private life: Life | undefined;
  private restarts = 0;
  private disposed = false;
  private readonly listeners = new Set<() => void>();
  private readonly limits: typeof defaultLimits;

  constructor(private readonly options: ReaderOptions) {
    this.limits = { ...defaultLimits, ...options.limits };
  }

  readonly status = () => this.currentStatus;
  readonly reading = () => this.currentReading;
  readonly remote = () => this.life?.remote;
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly start = () => {
    if (!this.life && !this.disposed && this.currentStatus.state !== 'failed') this.begin();
  };

  readonly read = (request: ReadRequest) => {
    this.newest = request;
    this.answered = false;
    this.send();
  };

  readonly answerWith = (parameters: Float32Array | null) => {
    if (parameters === this.network) return;
    this.network = parameters;
    this.networkTold = false;
    this.tellNetwork();
  };

  readonly retry = () => {
    if (this.currentStatus.state !== 'failed' || this.disposed) return;
    this.restarts = 0;
    this.show({ state: 'opening' });
    const { life } = this;
    if (life) this.guard(life, life.remote.retry());
    else this.begin();
  };

  readonly dispose = () => {
    this.disposed = true;
    this.end();
    this.listeners.clear();
  };

  private begin(): void {
    let worker: Worker;
    try {
      worker = this.options.createWorker?.() ?? startReaderWorker();
    } catch (error) {
      this.show({ state: 'failed', what: 'worker', message: asSentence(messageOf(error)) });
      return;
    }
    const life: Life = { worker, remote: wrap<LabWorker>(worker), alarm: undefined };
    this.life = life;
    this.telling = false;
    this.networkTold = this.network === null;
    // A script that is missing or throws while it loads says no more than "error".
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.restart(life, event.message || 'its script could not be loaded');
    });
    worker.addEventListener('messageerror', () => this.restart(life, 'a message could not be read'));
    const report = proxy((status: ReaderStatus) => this.follow(life, status));
    const { modelUrl, engines = readingOrder() } = this.options;
    this.watch(life, this.limits.startMs, 'it did not start');
    this.guard(life, life.remote.start(new URL(modelUrl, document.baseURI).href, engines, report));
    this.tellNetwork();
  }

  private follow(life: Life, status: ReaderStatus): void {
    if (life !== this.life) return;
    const working = status.state !== 'ready' && status.state !== 'failed' && status.state !== 'loading model';
    if (working) this.watch(life, this.limits.startMs, `it stopped while ${status.state}`);
    else clearTimeout(life.alarm);
    this.show(status);
    if (status.state !== 'ready') return;
    // Another device than the one that answered last: the same drawing once more.
    this.answered = false;
    this.send();
  }

  /** One network is on its way at a time: while it learns there is a new one ten times a second. */
  private tellNetwork(): void {
    const { life, network } = this;
    if (!life || this.telling || this.networkTold) return;
    this.networkTold = true;
    this.telling = true;
    const told = life.remote.answerWith(network).then(() => {
      if (life !== this.life) return;
      this.telling = false;
      this.tellNetwork();
    });
    this.guard(life, told);
  }

  /** Sends the newest request unless it has been answered or another is under way. */
  private send(): void {
    const { life, newest } = this;
    if (!life || !newest || this.answered || this.underWay || this.currentStatus.state !== 'ready') return;
    this.underWay = newest;
    this.watch(life, this.limits.readMs, 'it did not answer');
    life.remote.read(newest).then(
      (reading) => this.receive(life, newest, reading),
      (error) => this.restart(life, messageOf(error)),
    );
  }

  private receive(life: Life, request: ReadRequest, reading: Reading | null): void {
    if (life !== this.life) return;
    clearTimeout(life.alarm);
    this.underWay = undefined;
    // Null: the device failed in between, and the request goes out again as soon as one is ready.
    if (reading) {
      this.restarts = 0;
      if (this.newest === request) this.answered = true;
      this.currentReading = reading;
      this.tell();
    }
    this.send();
  }

  /** Calls that fail here fail because of the worker: what it expects to fail, it reports as a status. */
  private guard(life: Life, call: Promise<unknown>): void {
    call.catch((error) => this.restart(life, messageOf(error)));
  }

  private watch(life: Life, limitMs: number, reason: string): void {
    clearTimeout(life.alarm);
    life.alarm = setTimeout(() => this.restart(life, reason), limitMs);
  }

  private restart(life: Life, reason: string): void {
    if (life !== this.life) return;
    this.end();
    if (this.restarts < this.limits.restarts) {
      this.restarts += 1;
      this.show({ state: 'rebuilding', reason: `the worker failed: ${reason}` });
      this.begin();
    } else {
      const times = this.limits.restarts + 1;
      const message = `The worker that reads drawings failed ${times} times. ${asSentence(reason)} Try again, or reload the page.`;
      this.show({ state: 'failed', what: 'worker', message });
    }
  }

  private end(): void {
    const { life } = this;
    this.life = undefined;
    this.underWay = undefined;
    if (!life) return;
    clearTimeout(life.alarm);
    life.worker.terminate();
    life.remote[releaseProxy]();
  }

  private show(status: ReaderStatus): void {
    this.currentStatus = status;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
