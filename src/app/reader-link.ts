import type { ReaderClient } from '../lab/reading/client.ts';
import type { ReaderStatus, ReadRequest } from '../lab/reading/contract.ts';
import { startReaderWorker } from '../lab/reading/reader-worker.ts';
import { asSentence, messageOf } from '../lib/expect.ts';
import { Listeners } from '../lib/listeners.ts';
import type { SentNetwork } from '../network/architecture.ts';

const opening: ReaderStatus = { state: 'opening' };

/**
 * The reader, whose code loads beside its worker rather than before the paper takes ink. What is asked of it
 * meanwhile waits here: only the newest counts.
 */
export class ReaderLink implements ReaderClient {
  private client: ReaderClient | null = null;
  private loading = false;
  /** Why the client's code could not be loaded. */
  private failure: ReaderStatus | null = null;
  private newest: ReadRequest | null = null;
  private newestNumber: ReadRequest | null = null;
  private newestSlide: ReadRequest | null = null;
  private network: SentNetwork | null = null;
  private run: string | null = null;
  private readonly listeners = new Listeners();

  constructor(private readonly modelUrl: string) {}

  readonly start = () => {
    if (!this.client && !this.loading) void this.load();
  };

  readonly read = (request: ReadRequest) => {
    this.newest = request;
    this.client?.read(request);
  };

  readonly readNumber = (request: ReadRequest) => {
    this.newestNumber = request;
    this.client?.readNumber(request);
  };

  readonly slideNumber = (request: ReadRequest) => {
    this.newestSlide = request;
    this.client?.slideNumber(request);
  };

  readonly answerWith = (network: SentNetwork | null) => {
    this.network = network;
    this.client?.answerWith(network);
  };

  readonly gpuTrains = (run: string | null) => {
    this.run = run;
    this.client?.gpuTrains(run);
  };

  readonly retry = () => {
    if (this.client) this.client.retry();
    else this.start();
  };

  readonly status = () => this.client?.status() ?? this.failure ?? opening;
  readonly architecture = () => this.client?.architecture() ?? null;
  readonly reading = () => this.client?.reading() ?? null;
  readonly number = () => this.client?.number() ?? null;
  readonly slid = () => this.client?.slid() ?? null;
  readonly remote = () => this.client?.remote();
  readonly subscribe = this.listeners.subscribe;
  readonly dispose = () => this.client?.dispose();

  private async load(): Promise<void> {
    this.loading = true;
    this.failure = null;
    this.listeners.tell();
    const worker = firstWorker();
    try {
      const { createReader } = await import('../lab/reading/client.ts');
      const client = createReader({ modelUrl: this.modelUrl, createWorker: worker.take });
      client.subscribe(this.listeners.tell);
      client.answerWith(this.network);
      client.gpuTrains(this.run);
      if (this.newest) client.read(this.newest);
      if (this.newestNumber) client.readNumber(this.newestNumber);
      if (this.newestSlide) client.slideNumber(this.newestSlide);
      client.start();
      this.client = client;
    } catch (error) {
      worker.take()?.terminate();
      this.failure = { state: 'failed', what: 'worker', message: asSentence(messageOf(error)) };
    }
    this.loading = false;
    this.listeners.tell();
  }
}

/** A worker whose script loads while the client's code does. */
function firstWorker(): { take(): Worker | undefined } {
  let worker: Worker | undefined;
  const forget = () => {
    worker = undefined;
  };
  try {
    worker = startReaderWorker();
    // The client starts another one, and hears itself how that ends.
    worker.addEventListener('error', forget, { once: true });
  } catch {
    // The client tries again, and says why it cannot.
  }
  return {
    take() {
      const taken = worker;
      forget();
      return taken;
    },
  };
}
