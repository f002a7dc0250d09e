import type { Remote } from 'comlink';
import { createStore } from 'zustand/vanilla';
import type { EngineKind } from '../../engines/engine.ts';
import { isOnGpu, readingOrder } from '../../engines/lookup.ts';
import { t } from '../../language/language.ts';
import { asSentence } from '../../lib/expect.ts';
import { WorkerService } from '../../lib/worker-service.ts';
import type { Architecture, SentNetwork } from '../../network/architecture.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type {
  LabWorker,
  NumberOfDrawing,
  ReadBySliding,
  ReaderStatus,
  Reading,
  ReadRequest,
} from './contract.ts';
import { LateAnswers } from './late-answers.ts';
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
  /** Only the newest request counts: one is under way, at most one waits. */
  readonly read: (request: ReadRequest) => void;
  /** The same for a line of digits, beside the digit that is read. */
  readonly readNumber: (request: ReadRequest) => void;
  /** The same line without cuts. Ask when the number is there, so that it does not wait for this. */
  readonly slideNumber: (request: ReadRequest) => void;
  /**
   * Answers with this network from now on, or with the model's again (null). Only the
   * newest counts, as with drawings; the newest drawing is answered anew.
   */
  readonly answerWith: (network: SentNetwork | null) => void;
  /**
   * A run trains on the GPU from now on, by a name that it keeps when it pauses; null for none. Should answers come
   * late meanwhile, an engine without the GPU gives them until the run pauses or ends.
   */
  readonly gpuTrains: (run: string | null) => void;
  readonly retry: () => void;
  readonly status: () => ReaderStatus;
  /** The network that answers, or did last; null while the code of the reader loads. */
  readonly architecture: () => Architecture | null;
  /** The newest answer; null until the first. */
  readonly reading: () => Reading | null;
  /** The newest number; null until the first. */
  readonly number: () => NumberOfDrawing | null;
  /** The newest line that was read by sliding; null until the first. */
  readonly slid: () => ReadBySliding | null;
  /** @returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The worker's other calls, for tests; undefined while there is no worker. */
  readonly remote: () => Remote<LabWorker> | undefined;
  readonly dispose: () => void;
}

/**
 * The page's side of the reader. It keeps the newest request, so that whatever happens to the worker
 * (a lost GPU context, a failed model, a crash) the drawing is answered again when it can be.
 */
export function createReader(options: ReaderOptions): ReaderClient {
  const { modelUrl, engines = readingOrder() } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const store = createStore<{
    readonly status: ReaderStatus;
    readonly architecture: Architecture;
    readonly reading: Reading | null;
    readonly number: NumberOfDrawing | null;
    readonly slid: ReadBySliding | null;
  }>()(() => ({
    status: { state: 'opening' },
    architecture: lenet5,
    reading: null,
    number: null,
    slid: null,
  }));
  /** Calls that have no answer yet. */
  let waiting = 0;
  const digits = newestOnly(
    (remote, request) => remote.read(request),
    (reading) => {
      // One that another network had begun is asked for again.
      if (reading.architecture === store.getState().architecture.id) store.setState({ reading });
    },
  );
  const numbers = newestOnly(
    (remote, request) => remote.readNumber(request),
    (number, { drawing }) => store.setState({ number: { ...number, drawing } }),
  );
  const slides = newestOnly(
    (remote, request) => remote.slideNumber(request),
    (slid) => store.setState({ slid }),
    false,
  );
  const kinds = [digits, numbers, slides];
  /** The network to answer with, and the one that the worker that is there now knows of; null for the model. */
  let network: SentNetwork | null = null;
  let told: SentNetwork | null = null;
  let telling = false;
  const late = new LateAnswers();
  /** Whether the worker that is there now spares the GPU. */
  let spares = false;

  const service = new WorkerService<LabWorker>({
    create: () => options.createWorker?.() ?? startReaderWorker(),
    began: () => {
      waiting = 0;
      for (const kind of kinds) kind.began();
      telling = false;
      told = null;
      spares = false;
      const report = service.listen(follow);
      service.expectWithin(limits.startMs, t`it did not start`);
      service.rely((remote) => remote.start(new URL(modelUrl, document.baseURI).href, engines, report));
      tellNetwork();
      tellPlace();
    },
    refused: (reason) => show({ state: 'failed', what: 'worker', message: asSentence(reason) }),
    failed: (reason, times) => {
      const again = times <= limits.restarts;
      const message = t`The worker that reads drawings failed ${times} times. ${asSentence(reason)} Try again, or reload the page.`;
      if (again) show({ state: 'rebuilding', reason: t`the worker failed: ${reason}` });
      else show({ state: 'failed', what: 'worker', message });
      return again;
    },
  });

  function show(status: ReaderStatus): void {
    const { architecture } = store.getState();
    if (status.state !== 'ready' || status.architecture === architecture.id) store.setState({ status });
    // What another network has read says nothing of this one.
    else {
      const answers = architectureNamed(status.architecture);
      store.setState({ status, architecture: answers, reading: null, number: null });
    }
  }

  function follow(status: ReaderStatus): void {
    const { state } = status;
    if (state === 'ready' || state === 'failed' || state === 'loading model') service.expectNothing();
    else service.expectWithin(limits.startMs, stoppedWhile(state));
    show(status);
    for (const kind of kinds) {
      if (state === 'ready') kind.again();
      else kind.pause();
    }
  }

  /** One network is on its way at a time: while it learns there is a new one ten times a second. */
  function tellNetwork(): void {
    if (telling || told === network) return;
    const sent = network;
    told = sent;
    telling = true;
    service.rely(
      (remote) => remote.answerWith(sent),
      () => {
        telling = false;
        tellNetwork();
      },
    );
  }

  function tellPlace(): void {
    if (spares === late.tooLate || !service.remote) return;
    const spare = late.tooLate;
    spares = spare;
    service.rely((remote) => remote.spareGpu(spare));
  }

  /** What an answer of the GPU tells of its time for answers. */
  function timeAnswer(since: number | null): void {
    const { status } = store.getState();
    if (since === null || status.state !== 'ready' || !isOnGpu(status.device.kind)) return;
    late.add(performance.now() - since);
    tellPlace();
  }

  /**
   * Requests of one kind, of which only the newest counts.
   * @param byEngine whether the engine answers them, so that their time is the GPU's
   */
  function newestOnly<Answer>(
    call: (remote: Remote<LabWorker>, request: ReadRequest) => Promise<Answer | null>,
    take: (answer: Answer, request: ReadRequest) => void,
    byEngine = true,
  ) {
    let newest: ReadRequest | undefined;
    /** The last request that the device that is there now has answered. */
    let answered: ReadRequest | undefined;
    let underWay = false;
    /** When the drawing first changed since the last request went out; null where it has not, or nothing could answer. */
    let changedAt: number | null = null;
    /** Sends the newest request unless it has been answered or another is under way. */
    const send = (): void => {
      const request = newest;
      if (!request || request === answered || underWay || store.getState().status.state !== 'ready') return;
      underWay = true;
      const since = changedAt;
      changedAt = null;
      waiting++;
      service.expectWithin(limits.readMs, t`it did not answer`);
      service.rely(
        (remote) => call(remote, request),
        (answer) => {
          underWay = false;
          waiting--;
          // Null: the device failed in between, and the request goes out again as soon as one is ready.
          if (answer) {
            if (waiting === 0) service.expectNothing();
            service.forgive();
            answered = request;
            take(answer, request);
            if (byEngine) timeAnswer(since);
          }
          send();
        },
      );
    };
    return {
      ask(request: ReadRequest): void {
        newest = request;
        if (store.getState().status.state === 'ready') changedAt ??= performance.now();
        send();
      },
      /** Nothing can answer for now: what it waits is not the GPU's time. */
      pause(): void {
        changedAt = null;
      },
      /** Another worker has been started. */
      began(): void {
        underWay = false;
      },
      /** Another device than the one that answered last: the same drawing once more. */
      again(): void {
        answered = undefined;
        send();
      },
    };
  }

  return {
    start: () => {
      if (store.getState().status.state !== 'failed') service.start();
    },
    read: digits.ask,
    readNumber: numbers.ask,
    slideNumber: slides.ask,
    answerWith: (wanted) => {
      network = wanted;
      tellNetwork();
    },
    gpuTrains: (run) => {
      late.gpuTrains(run);
      tellPlace();
    },
    retry: () => {
      if (store.getState().status.state !== 'failed') return;
      service.forgive();
      show({ state: 'opening' });
      if (service.remote) service.rely((remote) => remote.retry());
      else service.start();
    },
    status: () => store.getState().status,
    architecture: () => store.getState().architecture,
    reading: () => store.getState().reading,
    number: () => store.getState().number,
    slid: () => store.getState().slid,
    subscribe: store.subscribe,
    remote: () => service.remote,
    dispose: () => service.end(),
  };
}

function stoppedWhile(state: 'opening' | 'warming up' | 'rebuilding'): string {
  switch (state) {
    case 'opening':
      return t`it stopped while opening`;
    case 'warming up':
      return t`it stopped while warming up`;
    case 'rebuilding':
      return t`it stopped while rebuilding`;
  }
}
