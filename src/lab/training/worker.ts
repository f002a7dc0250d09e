import { expose, transfer } from 'comlink';
import { createDistorter } from '../../data/distortion/distortion.ts';
import { createMnistSource, type MnistSource } from '../../data/sources/mnist-source.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import type {
  DistortionPreview,
  RunEvent,
  RunState,
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
import { OpenData } from './open-data.ts';

/** The worker that trains: data, session, checkpoints and the engine of the run live here. */

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
  readonly data: OpenData;
  private readonly mnist: MnistSource;
  private readonly threads: number;
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
    this.session = new TrainingSession({
      architecture: lenet5,
      store,
      data: this.data,
      openTrainer: (settings, before, failed) => this.openTrainer(settings, before, failed),
      openViewer,
      holdRun: (runId) => holdRun(runId),
      heldRuns,
      runReleased,
      report: (event) => this.tell(event),
      newRunId: randomId,
      now: () => performance.now(),
      date: () => Date.now(),
      breathe: breath(),
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
    else if (this.state === 'finished') this.auto.start();
  }

  /** Forgets Auto's choice when it does not open or has just failed, so that engines are timed again. */
  private async openTrainer(
    settings: RunSettings,
    before: EngineBefore | null,
    failed: readonly EngineBefore[],
  ): Promise<OpenedTrainer> {
    const { choice } = this.auto;
    const opened = await openTrainer(trainerWishes(settings, before, failed, choice, this.threads));
    const asked = settings.engine === 'auto' && (before === null || failed.length > 0);
    if (choice && asked && opened.engine.kind !== choice.kind) {
      this.auto.choice = null;
      this.report({ type: 'chosen', choice: null });
    }
    return opened;
  }

  async deleteCache(): Promise<void> {
    const reason = await this.mnist.deleteCache();
    if (reason) this.report({ type: 'notice', text: `The data could not be deleted: ${reason}` });
    this.data.tell();
  }

  selected(part: 'train' | 'test', indices: readonly number[]) {
    const digits = this.data.open.parts[part];
    return selectDigits(
      digits,
      indices.filter((index) => index < digits.count),
    );
  }

  /** Digits to show distortions on: of the data, or of our samples before there is any. */
  previewDigits(): readonly Uint8Array[] {
    const { digits, count } = this.data.open.parts.train;
    if (count >= previewed) return Array.from({ length: previewed }, (_, i) => digitAt(digits, i).slice());
    return samples.slice(0, previewed).flatMap(({ drawing }) => normalise(drawing)?.digit ?? []);
  }
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
    void opened.session.warmUp();
    opened.auto.start();
  },
  startFrom: (start) => lab().session.startFrom(start),
  start: (settings) => {
    lab().auto.stop();
    return lab().session.start(settings);
  },
  pause: () => lab().session.pause(),
  resume: () => {
    lab().auto.stop();
    return lab().session.resume();
  },
  step: (settings) => lab().session.step(settings),
  stop: () => lab().session.stop(),
  reset: async (settings) => {
    await lab().session.reset(settings);
    lab().auto.start();
  },
  edit: (settings) => lab().session.edit(settings),
  resumeRun: (runId) => {
    lab().auto.stop();
    return lab().session.resumeRun(runId);
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
  takeFiles: (files) => lab().session.takeFiles(files),
  takeSource: (source, stylesOff) => lab().session.changeSource(() => lab().data.builtIn(source, stylesOff)),
  loadData: async () => lab().data.open.start(),
  deleteCache: () => lab().deleteCache(),
  setVisible: async (visible) => lab().session.setVisible(visible),
  saveNow: async (written) => {
    await lab().session.saveNow();
    if (written) Atomics.store(written, 0, 1);
  },
  loseDevice: async () => lab().session.loseDevice(),
};

expose(served);
