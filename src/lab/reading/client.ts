import type { Remote } from 'comlink';
import type { EngineKind } from '../../engines/engine.ts';
import { asSentence } from '../../lib/expect.ts';
import { WorkerService } from '../../lib/worker-service.ts';
import type { LabWorker, ReaderStatus, Reading, ReadRequest } from './contract.ts';
import { startReaderWorker } from './reader-worker.ts';

/** What answers drawings, first to last: WebGL wherever it exists, software renderers too. */
export const readingOrder: readonly EngineKind[] = ['webgl', 'wasm', 'cpu'];

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
  private underWay = false;
  /** The network to answer with; null for the model. */
  private network: Float32Array | null = null;
  /** Whether the worker that is there now has been told. */
  private networkTold = true;
  private telling = false;
  private readonly service: WorkerService<LabWorker>;
  private readonly listeners = new Set<() => void>();
  private readonly limits: typeof defaultLimits;

  constructor(private readonly options: ReaderOptions) {
    this.limits = { ...defaultLimits, ...options.limits };
    this.service = new WorkerService({
      create: () => options.createWorker?.() ?? startReaderWorker(),
      began: () => this.begin(),
      refused: (reason) => this.show({ state: 'failed', what: 'worker', message: asSentence(reason) }),
      failed: (reason, times) => this.isReplaced(reason, times),
    });
  }

  readonly status = () => this.currentStatus;
  readonly reading = () => this.currentReading;
  readonly remote = () => this.service.remote;
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly start = () => {
    if (this.currentStatus.state !== 'failed') this.service.start();
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
    if (this.currentStatus.state !== 'failed') return;
    this.service.forgive();
    this.show({ state: 'opening' });
    if (this.service.remote) this.service.rely((remote) => remote.retry());
    else this.service.start();
  };

  readonly dispose = () => {
    this.service.end();
    this.listeners.clear();
  };

  private begin(): void {
    this.underWay = false;
    this.telling = false;
    this.networkTold = this.network === null;
    const report = this.service.listen((status: ReaderStatus) => this.follow(status));
    const { modelUrl, engines = readingOrder } = this.options;
    this.service.expectWithin(this.limits.startMs, 'it did not start');
    this.service.rely((remote) => remote.start(new URL(modelUrl, document.baseURI).href, engines, report));
    this.tellNetwork();
  }

  private isReplaced(reason: string, times: number): boolean {
    const again = times <= this.limits.restarts;
    const message = `The worker that reads drawings failed ${times} times. ${asSentence(reason)} Try again, or reload the page.`;
    this.show(
      again
        ? { state: 'rebuilding', reason: `the worker failed: ${reason}` }
        : { state: 'failed', what: 'worker', message },
    );
    return again;
  }

  private follow(status: ReaderStatus): void {
    const { state } = status;
    if (state === 'ready' || state === 'failed' || state === 'loading model') this.service.expectNothing();
    else this.service.expectWithin(this.limits.startMs, `it stopped while ${state}`);
    this.show(status);
    if (state !== 'ready') return;
    // Another device than the one that answered last: the same drawing once more.
    this.answered = false;
    this.send();
  }

  /** One network is on its way at a time: while it learns there is a new one ten times a second. */
  private tellNetwork(): void {
    const { service, network } = this;
    if (!service.remote || this.telling || this.networkTold) return;
    this.networkTold = true;
    this.telling = true;
    service.rely(
      (remote) => remote.answerWith(network),
      () => {
        this.telling = false;
        this.tellNetwork();
      },
    );
  }

  /** Sends the newest request unless it has been answered or another is under way. */
  private send(): void {
    const { newest } = this;
    if (!newest || this.answered || this.underWay || this.currentStatus.state !== 'ready') return;
    this.underWay = true;
    this.service.expectWithin(this.limits.readMs, 'it did not answer');
    this.service.rely(
      (remote) => remote.read(newest),
      (reading) => this.receive(newest, reading),
    );
  }

  private receive(request: ReadRequest, reading: Reading | null): void {
    this.underWay = false;
    // Null: the device failed in between, and the request goes out again as soon as one is ready.
    if (reading) {
      this.service.expectNothing();
      this.service.forgive();
      if (this.newest === request) this.answered = true;
      this.currentReading = reading;
      this.tell();
    }
    this.send();
  }

  private show(status: ReaderStatus): void {
    this.currentStatus = status;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
