import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabelledDigits } from '../../data/labelled-digits.ts';
import type { PartName } from '../../data/sources/digit-source.ts';
import type { ExportedFile } from '../../formats/network-file.ts';
import { messageOf } from '../../lib/expect.ts';
import { startWorker } from '../../lib/start-worker.ts';
import type {
  BuiltInSource,
  DistortionPreview,
  RunEvent,
  RunStart,
  TrainingWorker,
} from '../../run/contract.ts';
import type { RunSettings } from '../../run/settings/run-settings.ts';
import {
  type DeviceFacts,
  deviceKey,
  forgetEngineChoice,
  keepEngineChoice,
  readEngineChoice,
} from '../../storage/engine-choice.ts';
import type { KeyValueStore } from '../../storage/kept-drawing.ts';
import { emptyView, type TrainerView, viewAfter } from './view.ts';

export type { ProbeAnswer, TrainerView } from './view.ts';

/** The page's side of the training worker. Methods are bound, so they can be passed as callbacks. */
export interface TrainerClient {
  readonly store: StoreApi<TrainerView>;
  /** Starts the worker, once; other calls start it too. */
  readonly open: () => void;
  /** What runs begin from, null for a fresh network; a run under way is left, with its checkpoint. */
  readonly startFrom: (start: RunStart | null) => void;
  readonly start: (settings: RunSettings) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly step: (settings: RunSettings) => void;
  readonly stop: () => void;
  readonly reset: (settings: RunSettings) => void;
  readonly edit: (settings: RunSettings) => void;
  readonly resumeRun: (runId: string) => void;
  readonly forgetRun: (runId: string) => void;
  /** The run as one file; null when a notice says why there is none. */
  readonly exportRun: (runId: string) => Promise<ExportedFile | null>;
  /** 784 bytes. */
  readonly setProbe: (digit: Uint8Array) => void;
  readonly showMoment: (step: number | null) => void;
  readonly test: () => void;
  readonly stopTest: () => void;
  readonly images: (part: PartName, indices: readonly number[]) => Promise<LabelledDigits>;
  readonly preview: (settings: RunSettings) => Promise<DistortionPreview>;
  readonly takeFiles: (files: readonly File[]) => void;
  readonly takeSource: (source: BuiltInSource, stylesOff: readonly string[]) => void;
  readonly loadData: () => void;
  readonly deleteCache: () => void;
  readonly dismissNotice: () => void;
  /** The worker's own calls, for tests; undefined while there is no worker. */
  readonly remote: () => Remote<TrainingWorker> | undefined;
  readonly dispose: () => void;
}

export interface TrainerOptions {
  /** Addresses that a file of MNIST follows, tried in order; the first is this site's own. */
  readonly mnist: readonly string[];
  /** Where the choice of Auto is kept; null where the browser forbids it. */
  readonly storage: KeyValueStore | null;
  /** What tells this device from another; asked for when the worker starts. */
  readonly device: () => DeviceFacts;
  /** For tests of workers that fail. */
  readonly createWorker?: () => Worker;
}

export function createTrainer(options: TrainerOptions): TrainerClient {
  return new WorkerTrainer(options);
}

/** A page that leaves waits this long at most for its run to be saved. */
const farewellMs = 400;

/** How long events wait where there are no frames. */
const hiddenFlushMs = 250;

class WorkerTrainer implements TrainerClient {
  readonly store = createStore<TrainerView>()(() => emptyView);
  private worker: Worker | undefined;
  private link: Remote<TrainingWorker> | undefined;
  /** The calls before it have been made: `open` first of all. */
  private opened: Promise<unknown> = Promise.resolve();
  private probe: Uint8Array | undefined;
  private disposed = false;
  private readonly waiting: RunEvent[] = [];

  constructor(private readonly options: TrainerOptions) {}

  readonly remote = () => this.link;

  readonly open = () => {
    if (this.worker || this.disposed) return;
    let worker: Worker;
    try {
      worker =
        this.options.createWorker?.() ??
        startWorker(
          () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'trainer' }),
        );
    } catch (error) {
      this.fail(messageOf(error));
      return;
    }
    const link = wrap<TrainingWorker>(worker);
    this.worker = worker;
    this.link = link;
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.lose(worker, event.message || 'its script could not be loaded');
    });
    worker.addEventListener('messageerror', () => this.lose(worker, 'a message could not be read'));
    const report = proxy((event: RunEvent) => {
      if (this.worker === worker) this.follow(event);
    });
    const { mnist, storage } = this.options;
    const device = this.options.device();
    const chosen = storage && readEngineChoice(storage, deviceKey(device));
    if (chosen) this.store.setState({ auto: chosen });
    this.opened = link.open({ mnist, cores: device.cores, chosen }, report).catch((error) => {
      this.lose(worker, messageOf(error));
    });
    if (this.probe) void this.call((remote) => remote.setProbe(this.probe as Uint8Array));
    document.addEventListener('visibilitychange', this.tellVisibility);
    window.addEventListener('pagehide', this.leave);
    window.addEventListener('online', this.tryAgain);
  };

  readonly startFrom = (start: RunStart | null) => void this.call((remote) => remote.startFrom(start));
  readonly start = (settings: RunSettings) => void this.call((remote) => remote.start(settings));
  readonly pause = () => void this.call((remote) => remote.pause());
  readonly resume = () => {
    this.store.setState({ shownStep: null });
    void this.call((remote) => remote.resume());
  };
  readonly step = (settings: RunSettings) => {
    this.store.setState({ shownStep: null });
    void this.call((remote) => remote.step(settings));
  };
  readonly stop = () => void this.call((remote) => remote.stop());
  readonly reset = (settings: RunSettings) => void this.call((remote) => remote.reset(settings));
  readonly edit = (settings: RunSettings) => void this.call((remote) => remote.edit(settings));
  readonly resumeRun = (runId: string) => void this.call((remote) => remote.resumeRun(runId));
  readonly forgetRun = (runId: string) => void this.call((remote) => remote.forgetRun(runId));
  readonly exportRun = async (runId: string): Promise<ExportedFile | null> =>
    (await this.call((remote) => remote.exportRun(runId))) ?? null;
  readonly setProbe = (digit: Uint8Array) => {
    this.probe = digit;
    this.store.setState({ probeAnswers: [] });
    void this.call((remote) => remote.setProbe(digit));
  };
  readonly showMoment = (step: number | null) => {
    this.store.setState({ shownStep: step });
    void this.call((remote) => remote.showMoment(step)).then((isThere) => {
      if (!isThere && this.store.getState().shownStep === step) this.store.setState({ shownStep: null });
    });
  };
  readonly test = () => void this.call((remote) => remote.test());
  readonly stopTest = () => void this.call((remote) => remote.stopTest());
  readonly images = async (part: PartName, indices: readonly number[]): Promise<LabelledDigits> =>
    (await this.call((remote) => remote.images(part, indices))) ?? {
      digits: new Uint8Array(),
      labels: new Uint8Array(),
    };
  readonly preview = async (settings: RunSettings): Promise<DistortionPreview> =>
    (await this.call((remote) => remote.preview(settings))) ?? { before: [], after: [] };
  readonly takeFiles = (files: readonly File[]) => void this.call((remote) => remote.takeFiles(files));
  readonly takeSource = (source: BuiltInSource, stylesOff: readonly string[]) =>
    void this.call((remote) => remote.takeSource(source, stylesOff));
  readonly loadData = () => void this.call((remote) => remote.loadData());
  readonly deleteCache = () => void this.call((remote) => remote.deleteCache());
  readonly dismissNotice = () => this.store.setState({ notice: null });

  readonly dispose = () => {
    this.disposed = true;
    this.end();
  };

  /** One call of the worker, after it has opened. What fails here fails because of the worker. */
  private async call<T>(ask: (remote: Remote<TrainingWorker>) => Promise<T>): Promise<T | undefined> {
    this.open();
    const { worker, link } = this;
    if (!worker || !link) return undefined;
    try {
      await this.opened;
      if (this.worker !== worker) return undefined;
      return await ask(link);
    } catch (error) {
      if (this.worker === worker) this.store.setState({ notice: messageOf(error) });
      return undefined;
    }
  }

  private follow(event: RunEvent): void {
    const { storage, device } = this.options;
    if (event.type === 'chosen' && storage) {
      if (event.choice) keepEngineChoice(storage, deviceKey(device()), event.choice);
      else forgetEngineChoice(storage);
    }
    this.waiting.push(event);
    this.flushSoon();
  }

  /** Events come in bursts; the page is drawn once for each, and not at all while nobody can see it. */
  private flushSoon(): void {
    if (this.waiting.length > 1) return;
    const flush = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      const events = this.waiting.splice(0);
      let view = this.store.getState();
      for (const event of events) view = { ...view, ...viewAfter(view, event) };
      if (events.length > 0) this.store.setState(view);
    };
    const frame = requestAnimationFrame(flush);
    // There are no frames in a hidden page, and what it knows has to be right when it is seen again.
    const timer = setTimeout(flush, hiddenFlushMs);
  }

  private readonly tellVisibility = () => {
    const visible = document.visibilityState === 'visible';
    void this.link?.setVisible(visible).catch(() => {});
    // A phone may end a hidden page without another word.
    if (!visible) void this.link?.saveNow().catch(() => {});
  };

  /** Back online: what could not be loaded is asked for again, an engine's code among it. */
  private readonly tryAgain = () => {
    const { data, status } = this.store.getState();
    if (status.state === 'failed' && status.goesOn) this.resume();
    if (data && Object.values(data.parts).some(({ state }) => state === 'failed')) this.loadData();
  };

  /** The browser ends the worker right after this, so the page waits for the save where it can tell. */
  private readonly leave = () => {
    if (this.store.getState().status.state !== 'running' || !crossOriginIsolated) return;
    const written = new Int32Array(new SharedArrayBuffer(4));
    void this.link?.saveNow(written).catch(() => {});
    const until = performance.now() + farewellMs;
    while (Atomics.load(written, 0) === 0 && performance.now() < until) {
      // A page may not sleep, and no message reaches one that is leaving.
    }
  };

  /** The worker is gone, and with it the run's last seconds; its checkpoint is offered by the next one. */
  private lose(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.end();
    const lost = this.store.getState().status.runId !== null;
    this.fail(reason);
    if (lost) this.open();
  }

  private fail(reason: string): void {
    const { status } = this.store.getState();
    const kept =
      status.runId === null ? '' : ' Your run is saved up to the last checkpoint; you can resume it.';
    const message = `The training worker failed: ${reason}.${kept}`;
    this.store.setState({
      status: { ...emptyView.status, state: 'failed', message },
      notice: message,
      testing: null,
    });
  }

  private end(): void {
    const { worker, link } = this;
    this.worker = undefined;
    this.link = undefined;
    document.removeEventListener('visibilitychange', this.tellVisibility);
    window.removeEventListener('pagehide', this.leave);
    window.removeEventListener('online', this.tryAgain);
    worker?.terminate();
    link?.[releaseProxy]();
  }
}
