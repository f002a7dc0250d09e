import { expose, transfer } from 'comlink';
import { createDistorter } from '../../data/distortion/distortion.ts';
import type { ArrivingDigits } from '../../data/sources/digit-source.ts';
import { createMnistSource, type MnistSource } from '../../data/sources/mnist-source.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import { openGlContext } from '../../engines/webgl-context.ts';
import { t } from '../../language/language.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { digitSize } from '../../network/rasters.ts';
import type {
  DistortionPreview,
  Pair,
  RunEvent,
  RunState,
  Side,
  TrainingPlaces,
  TrainingWorker,
} from '../../run/contract.ts';
import { digitAt, selectDigits } from '../../run/run-data.ts';
import { TrainingSession } from '../../run/session.ts';
import type { EngineBefore, OpenedTrainer } from '../../run/session-parts.ts';
import { defaultSettings, distortionOf, type RunSettings } from '../../run/settings/run-settings.ts';
import { heldRuns, holdRun, runReleased } from '../../run/store/run-lock.ts';
import { openRunStore, type RunStore } from '../../run/store/run-store.ts';
import { openTrainer, openViewer, trainerWishes } from '../../run/trainer-opener.ts';
import { openDataCache } from '../../storage/data-cache.ts';
import { randomId } from '../../storage/random-id.ts';
import { breath } from '../breath.ts';
import { AutoTiming } from './auto-timing.ts';
import { Comparison, type SharedParts } from './comparison.ts';
import { OpenData } from './open-data.ts';

/** The worker that trains: data, session, checkpoints and the engine of the run live here. */

const previewed = 6;

let opened: Lab | undefined;

/** @throws Error before `open` */
function lab(): Lab {
  if (!opened) throw new Error('training worker: expected open() first');
  return opened;
}

/** @throws Error where no two runs are compared */
function compared(): Comparison {
  const { comparison } = lab();
  if (!comparison) throw new Error('training worker: expected a comparison, got none');
  return comparison;
}

class Lab {
  readonly session: TrainingSession;
  readonly auto: AutoTiming;
  readonly data: OpenData;
  private readonly mnist: MnistSource;
  private readonly threads: number;
  comparison: Comparison | null = null;
  private readonly shared: SharedParts;
  private probe: Uint8Array | null = null;
  private state: RunState = 'idle';
  private measuring = false;

  private constructor(
    store: RunStore,
    places: TrainingPlaces,
    private readonly report: (event: RunEvent) => void,
  ) {
    // One core is left for the page, which draws what the others compute.
    this.threads = Math.max(1, places.cores - 1);
    this.auto = new AutoTiming(places.chosen, this.threads, defaultSettings.batchSize, (choice) =>
      report({ type: 'chosen', choice }),
    );
    this.mnist = createMnistSource({ places: places.mnist, cache: openDataCache() });
    this.data = new OpenData(this.mnist, (data) => report({ type: 'data', data }));
    this.shared = {
      openTrainer: (settings, before, failed) => this.openTrainer(settings, before, failed),
      openViewer,
      newRunId: randomId,
      now: () => performance.now(),
      date: () => Date.now(),
      breathe: breath(),
    };
    this.session = new TrainingSession({
      ...this.shared,
      store,
      data: this.data,
      holdRun: (runId) => holdRun(runId),
      heldRuns,
      runReleased,
      report: (event) => this.tell(event),
    });
  }

  static async open(places: TrainingPlaces, report: (event: RunEvent) => void): Promise<Lab> {
    return new Lab(await openRunStore(), places, report);
  }

  /** A run that has finished, and been measured, leaves the processor to Auto. */
  private tell(event: RunEvent): void {
    if (event.type === 'status') this.state = event.status.state;
    if (event.type === 'testing') this.measuring = event.share !== null;
    this.report(event);
    if (event.type !== 'status' && event.type !== 'testing') return;
    if (this.measuring) this.auto.stop();
    else if (this.state === 'finished' && !this.comparison) this.auto.start();
  }

  /** Forgets Auto's choice when it does not open or has just failed, so that engines are timed again. */
  private async openTrainer(
    settings: RunSettings,
    before: EngineBefore | null,
    failed: readonly EngineBefore[],
  ): Promise<OpenedTrainer> {
    const { choice } = this.auto;
    const wishes = trainerWishes(settings, before, failed, choice, this.threads);
    const opened = await openTrainer(wishes, architectureNamed(settings.network));
    // Auto chooses for networks that it has timed engines with.
    const asked =
      settings.network === defaultSettings.network &&
      settings.engine === 'auto' &&
      (before === null || failed.length > 0);
    if (choice && asked && opened.engine.kind !== choice.kind) {
      this.auto.choice = null;
      this.report({ type: 'chosen', choice: null });
    }
    return opened;
  }

  /** The page's run trains, and no other. */
  async go(train: () => Promise<void>): Promise<void> {
    this.auto.stop();
    await this.comparison?.pause();
    await train();
  }

  async compare(settings: Pair<RunSettings>, report: (side: Side, event: RunEvent) => void): Promise<void> {
    const { comparison: before, data, probe } = this;
    const sourceFor = (wanted: RunSettings) => data.forSettings(wanted);
    const comparison = new Comparison({ ...this.shared, source: data.open, sourceFor, probe, report });
    this.comparison = comparison;
    await before?.close();
    await this.letTrain(comparison, () => comparison.start(settings));
  }

  /** Both runs of the comparison train, and no other. */
  async letTrain(comparison: Comparison, train: () => Promise<void>): Promise<void> {
    this.auto.stop();
    await this.session.rest();
    // Closed meanwhile.
    if (this.comparison === comparison) await train();
  }

  async closeComparison(): Promise<void> {
    const { comparison } = this;
    this.comparison = null;
    await comparison?.close();
    if (this.state !== 'running' && this.state !== 'preparing' && !this.measuring) this.auto.start();
  }

  async setProbe(digit: Uint8Array): Promise<void> {
    this.probe = digit;
    await Promise.all([this.session.setProbe(digit), this.comparison?.setProbe(digit)]);
  }

  setVisible(visible: boolean): void {
    this.session.setVisible(visible);
    this.comparison?.setVisible(visible);
  }

  async deleteCache(): Promise<void> {
    const reason = await this.mnist.deleteCache();
    if (reason) this.report({ type: 'notice', text: t`The data could not be deleted: ${reason}` });
    this.data.tell();
  }

  /** Digits to show distortions on: of the data, or of our samples before there is any. */
  previewDigits(): readonly Uint8Array[] {
    const { digits, count } = this.data.open.parts.train;
    if (count >= previewed) return Array.from({ length: previewed }, (_, i) => digitAt(digits, i).slice());
    return samples.slice(0, previewed).flatMap(({ drawing }) => normalise(drawing)?.digit ?? []);
  }
}

function arrived(digits: ArrivingDigits, indices: readonly number[]) {
  return selectDigits(
    digits,
    indices.filter((index) => index < digits.count),
  );
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
  // Asked here: a page that waits for a context of WebGL answers nobody meanwhile.
  async gpuName() {
    const opening = openGlContext();
    if (!opening.ok) return '';
    opening.context.close();
    return opening.context.renderer;
  },
  async open(places, report) {
    opened ??= await Lab.open(places, (event) => void report(handOver(event)));
    await opened.session.open();
    void opened.session.warmUp();
    opened.auto.start();
  },
  startFrom: (start) => lab().session.startFrom(start),
  start: (settings) => lab().go(() => lab().session.start(settings)),
  pause: () => lab().session.pause(),
  resume: () => lab().go(() => lab().session.resume()),
  step: async (settings) => {
    await lab().comparison?.pause();
    await lab().session.step(settings);
  },
  stop: () => lab().session.stop(),
  reset: async (settings) => {
    await lab().session.reset(settings);
    lab().auto.start();
  },
  edit: (settings) => lab().session.edit(settings),
  resumeRun: (runId) => lab().go(() => lab().session.resumeRun(runId)),
  forgetRun: (runId) => lab().session.forgetRun(runId),
  exportRun: async (runId) => {
    const file = await lab().session.exportRun(runId);
    return file && transfer(file, [file.bytes.buffer]);
  },
  compare: (settings, report) => lab().compare(settings, (side, event) => void report(side, handOver(event))),
  pauseComparison: async () => lab().comparison?.pause(),
  resumeComparison: async () => {
    const { comparison } = lab();
    if (comparison) await lab().letTrain(comparison, () => comparison.resume());
  },
  stopComparison: async () => lab().comparison?.stop(),
  closeComparison: () => lab().closeComparison(),
  comparedImages: async (indices) => arrived(compared().testDigits, indices),
  setProbe: (digit) => lab().setProbe(digit),
  showMoment: (step) => lab().session.showMoment(step),
  test: () => lab().session.test(),
  stopTest: async () => lab().session.stopTest(),
  images: async (part, indices) => arrived(lab().data.open.parts[part], indices),
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
  takeFiles: (files) => lab().session.takeFiles(files),
  takeSource: (source, stylesOff) => lab().session.changeSource(() => lab().data.builtIn(source, stylesOff)),
  loadData: async () => lab().data.open.start(),
  deleteCache: () => lab().deleteCache(),
  setVisible: async (visible) => lab().setVisible(visible),
  saveNow: async (written) => {
    await lab().session.saveNow();
    if (written) Atomics.store(written, 0, 1);
  },
  loseDevice: async () => lab().session.loseDevice(),
};

expose(served);
