import { expose, transfer } from 'comlink';
import type { DataStatus, DigitSource } from '../datasets/digit-source.ts';
import { createDistorter } from '../datasets/distortion.ts';
import { openFiles } from '../datasets/file-source.ts';
import { createMnistSource, type MnistSource } from '../datasets/mnist-source.ts';
import { createSyntheticSource, SyntheticSource, syntheticName } from '../datasets/synthetic-source.ts';
import { normalise } from '../digits/normalise.ts';
import { samples } from '../digits/samples.ts';
import { digitSize } from '../lenet/rasters.ts';
import { randomFromSeed } from '../lib/random.ts';
import { openDataCache } from '../storage/data-cache.ts';
import { heldRuns, holdRun, runReleased } from '../storage/run-lock.ts';
import { openRunStore, type RunStore } from '../storage/run-store.ts';
import { AutoTiming } from './auto-timing.ts';
import type {
  BuiltInSource,
  DistortionPreview,
  RunEvent,
  RunState,
  TrainingPlaces,
  TrainingWorker,
} from './run-contract.ts';
import { digitAt, selectDigits } from './run-data.ts';
import { sortedFiles } from './run-files.ts';
import { defaultSettings, distortionOf, parseSettings, type RunSettings } from './run-settings.ts';
import { TrainingSession } from './session.ts';
import type { EngineBefore, OpenedTrainer } from './session-parts.ts';
import { openTrainer, openViewer, trainerWishes } from './trainer-opener.ts';
import { nothingWritten } from './written-share.ts';

/** The worker that trains: data, session, checkpoints and the engine of the run live here. */

const progressMs = 100;
const previewed = 6;

let opened: Lab | undefined;

/** @throws Error before `open` */
function lab(): Lab {
  if (!opened) throw new Error('training worker: expected open() first');
  return opened;
}

class Lab {
  readonly session: TrainingSession;
  readonly auto: AutoTiming;
  private source: DigitSource;
  private readonly mnist: MnistSource;
  private stopListening: () => void;
  private readonly threads: number;
  private state: RunState = 'idle';
  private measuring = false;

  private constructor(
    private readonly store: RunStore,
    places: TrainingPlaces,
    private readonly report: (event: RunEvent) => void,
  ) {
    // One core is left for the page, which draws what the others compute.
    this.threads = Math.max(1, places.cores - 1);
    this.auto = new AutoTiming(places.chosen, this.threads, defaultSettings.batchSize, (choice) =>
      report({ type: 'chosen', choice }),
    );
    this.mnist = createMnistSource({ places: places.mnist, cache: openDataCache() });
    this.source = this.mnist;
    this.stopListening = this.listen();
    this.session = new TrainingSession(
      {
        store,
        openTrainer: (settings, before) => this.openTrainer(settings, before),
        openViewer,
        holdRun: async (runId) => {
          const lock = await holdRun(runId);
          return lock.held ? lock : null;
        },
        heldRuns,
        runReleased,
        report: (event) => this.tell(event),
        newRunId: randomId,
        now: () => performance.now(),
        date: () => Date.now(),
        breathe: breath(),
      },
      this.mnist,
    );
  }

  static async open(places: TrainingPlaces, report: (event: RunEvent) => void): Promise<Lab> {
    return new Lab(await openRunStore(), places, report);
  }

  /** A run that has come to its end, and been measured, leaves the processor to Auto. */
  private tell(event: RunEvent): void {
    if (event.type === 'status') this.state = event.status.state;
    if (event.type === 'testing') this.measuring = event.share !== null;
    this.report(event);
    if (event.type !== 'status' && event.type !== 'testing') return;
    if (this.measuring) this.auto.stop();
    else if (this.state === 'finished') this.auto.start();
  }

  /** What Auto remembers is of no use when it does not open, or has just failed: it is timed anew. */
  private async openTrainer(settings: RunSettings, before: EngineBefore | null): Promise<OpenedTrainer> {
    const { choice } = this.auto;
    const opened = await openTrainer(trainerWishes(settings, before, choice, this.threads));
    const asked = settings.engine === 'auto' && (before === null || before.failed);
    if (choice && asked && opened.engine.kind !== choice.kind) {
      this.auto.forget();
      this.report({ type: 'chosen', choice: null });
    }
    return opened;
  }

  loadData(): void {
    this.source.start();
  }

  async takeFiles(chosen: readonly File[]): Promise<void> {
    const { runs, others: files } = await sortedFiles(chosen);
    for (const run of runs) await this.session.importRun(run);
    if (files.length === 0) return;
    const read = await openFiles(files);
    if (!read.ok) return this.report({ type: 'notice', text: read.reason });
    await this.use(read.source);
  }

  /** Takes up a run on the data that it learns from, where that needs nothing from the person. */
  async resumeRun(runId: string): Promise<void> {
    const kept = (await this.store.list()).find((record) => record.runId === runId);
    // MNIST may be open from a person's own files, and then needs no network.
    if (kept && kept.dataName !== this.source.name) {
      if (kept.dataName === this.mnist.name) await this.takeSource('mnist', []);
    }
    const settings = parseSettings(kept?.settings);
    if (kept?.dataName === syntheticName && settings.ok) {
      await this.takeSource('synthetic', settings.settings.stylesOff);
    }
    await this.session.resumeRun(runId);
  }

  async takeSource(source: BuiltInSource, stylesOff: readonly string[]): Promise<void> {
    if (source === 'mnist') return this.use(this.mnist);
    const { source: now } = this;
    const same = now instanceof SyntheticSource && String(now.stylesOff) === String(stylesOff);
    if (!same) await this.use(createSyntheticSource({ stylesOff }));
  }

  /** Before a new run: synthetic handwriting is written in the styles that its settings ask for. */
  async prepareData(settings: RunSettings): Promise<void> {
    const { source } = this;
    if (!(source instanceof SyntheticSource) || nothingWritten(source.name, settings)) return;
    await this.takeSource('synthetic', settings.stylesOff);
  }

  async deleteCache(): Promise<void> {
    const reason = await this.mnist.deleteCache();
    if (reason) this.report({ type: 'notice', text: `The data could not be deleted: ${reason}` });
    this.reportData(this.source.status());
  }

  selected(part: 'train' | 'test', indices: readonly number[]) {
    const digits = this.source.parts[part];
    return selectDigits(
      digits,
      indices.filter((index) => index < digits.count),
    );
  }

  /** Digits to show distortions on: of the data, or of our samples before there is any. */
  previewDigits(): readonly Uint8Array[] {
    const { digits, count } = this.source.parts.train;
    if (count >= previewed) return Array.from({ length: previewed }, (_, i) => digitAt(digits, i).slice());
    return samples.slice(0, previewed).flatMap(({ drawing }) => normalise(drawing)?.digit ?? []);
  }

  private async use(source: DigitSource): Promise<void> {
    if (source === this.source) return;
    await this.session.changeSource(source);
    if (this.source !== this.mnist) this.source.dispose();
    this.stopListening();
    this.source = source;
    this.stopListening = this.listen();
    source.start();
  }

  /** Passes the source's status on, but not at every chunk that arrives. */
  private listen(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      this.reportData(this.source.status());
    };
    const stop = this.source.subscribe(() => {
      timer ??= setTimeout(tell, progressMs);
    });
    tell();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  private reportData(data: DataStatus): void {
    this.report({ type: 'data', data });
  }
}

/** crypto.randomUUID is missing on plain http. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A task of its own: messages that have come are heard before it goes on. No timer's clamp of 4 ms. */
function breath(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

/** The large arrays are handed over, not copied: nobody here needs them any more. */
function handOver(event: RunEvent): RunEvent {
  if (event.type !== 'moment') return event;
  const { parameters, gradient, activations } = event.moment;
  return transfer(
    event,
    [parameters, gradient, activations].flatMap((values) => (values ? [values.buffer] : [])),
  );
}

const served: TrainingWorker = {
  async open(places, report) {
    opened ??= await Lab.open(places, (event) => void report(handOver(event)));
    await opened.session.open();
    opened.auto.start();
  },
  startFrom: (start) => lab().session.startFrom(start),
  start: async (settings) => {
    lab().auto.stop();
    await lab().prepareData(settings);
    await lab().session.start(settings);
  },
  pause: () => lab().session.pause(),
  resume: () => {
    lab().auto.stop();
    return lab().session.resume();
  },
  step: async (settings) => {
    if (!lab().session.goesOn) await lab().prepareData(settings);
    await lab().session.step(settings);
  },
  stop: () => lab().session.stop(),
  reset: async (settings) => {
    await lab().session.reset(settings);
    lab().auto.start();
  },
  edit: (settings) => lab().session.edit(settings),
  resumeRun: (runId) => {
    lab().auto.stop();
    return lab().resumeRun(runId);
  },
  forgetRun: (runId) => lab().session.forgetRun(runId),
  exportRun: async (runId) => {
    const file = await lab().session.exportRun(runId);
    return file && transfer(file, [file.bytes.buffer]);
  },
  setProbe: (digit) => lab().session.setProbe(digit),
  showMoment: (step) => lab().session.showMoment(step),
  test: () => lab().session.test(),
  stopTest: async () => lab().session.stopTest(),
  images: async (part, indices) => lab().selected(part, indices),
  preview: async (settings): Promise<DistortionPreview> => {
    const before = lab().previewDigits();
    const distort = createDistorter(distortionOf(settings));
    const random = randomFromSeed(settings.seed);
    const after = before.map((digit) => {
      const distorted = new Uint8Array(digitSize);
      distort(digit, distorted, random);
      return distorted;
    });
    return { before, after };
  },
  takeFiles: (files) => lab().takeFiles(files),
  takeSource: (source, stylesOff) => lab().takeSource(source, stylesOff),
  loadData: async () => lab().loadData(),
  deleteCache: () => lab().deleteCache(),
  setVisible: async (visible) => lab().session.setVisible(visible),
  loseDevice: async () => lab().session.loseDevice(),
};

expose(served);
