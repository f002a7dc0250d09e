import type { DigitSource } from '../datasets/digit-source.ts';
import type { Batch } from '../engines/engine.ts';
import { parameterCount } from '../lenet/spec.ts';
import { asSentence, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import type { KeptRun } from '../storage/run-store.ts';
import type { Keeper } from './keeper.ts';
import type { Observer } from './observer.ts';
import type { Run } from './run.ts';
import type { RunState } from './run-contract.ts';
import { RunData } from './run-data.ts';
import type { RunSettings } from './run-settings.ts';
import type { SessionParts } from './session-parts.ts';
import { SpeedMeter } from './speed-meter.ts';
import type { TrainerSlot } from './trainer-slot.ts';
import { learningRateAt, updateRuleOf } from './update-rule.ts';

/** The worker hears its messages at least this often, long steps aside. */
const breathMs = 16;
const statusMs = 100;
const saveMs = 3_000;
/** Steps after which the run is saved whatever the time: the moments when kernels form. */
const earlySteps: ReadonlySet<number> = new Set([10, 30, 100, 300]);
/** An engine that fails more often than this, within a minute, does not come back. */
const recoveries = { count: 3, withinMs: 60_000 };
/** Above this, a network does worse than one that guesses: ln 10 = 2.3 nats. */
const hopelessLoss = 4;

/** What a loop works with, and whom it tells. */
export interface LoopParts extends Pick<SessionParts, 'now' | 'date' | 'breathe'> {
  readonly source: DigitSource;
  readonly trainer: TrainerSlot;
  readonly keeper: Keeper;
  readonly observer: Observer;
  enter(state: RunState, message: string | null): void;
  /** The state is the same; its figures have changed. */
  show(): void;
  notify(text: string): void;
}

/**
 * Makes the steps of one run, and all that is due between them: validation, pictures, checkpoints, and
 * the way back when a step goes wrong.
 */
export class RunLoop {
  data: RunData | null = null;
  learningRate: number | null = null;
  readonly meter = new SpeedMeter();
  private failures: number[] = [];
  private optimiser: RunSettings['optimiser'] | null = null;
  private lastBatch: Batch | null = null;
  private lastBreath = 0;
  private lastShow = 0;
  private lastSave = 0;

  constructor(
    readonly run: Run,
    /** The last state of the run that was seen to be sound: what a failure goes back to. */
    private sound: KeptRun,
    private readonly parts: LoopParts,
  ) {}

  /**
   * Trains for so many steps, or to the end of the run, or until it is told to stop. Ends in the state
   * paused, finished or failed. It never throws.
   */
  async train(steps: number, signal: AbortSignal): Promise<void> {
    const { run, parts } = this;
    try {
      const data = await this.prepare(signal);
      for (let made = 0; made < steps && !signal.aborted && !this.atEnd(); ) {
        if (await this.step(data, signal)) made += 1;
      }
      if (this.atEnd()) return await this.finish();
      await this.save();
      await parts.keeper.written();
      await this.look();
      parts.enter('paused', null);
    } catch (error) {
      if (error instanceof RolledBack) return parts.enter('paused', error.message);
      if (!signal.aborted) return parts.enter('failed', messageOf(error));
      // A command came while the run waited for its engine or for images.
      if (parts.trainer.isAt(run) && run.step > 0) await this.save();
      await parts.keeper.written();
      parts.enter('paused', null);
    }
  }

  /** The run as it was last seen to be sound: as it stands, when it stands. */
  get kept(): KeptRun {
    return this.sound;
  }

  /** Ends the run where it is. */
  async finish(): Promise<void> {
    const { run, data, parts } = this;
    const last = run.flush();
    if (last) parts.observer.points(run, [last], []);
    if (data && run.validation.at(-1)?.step !== run.step) await this.validate(data);
    run.ended = true;
    run.totalSteps = run.step;
    await this.save();
    await parts.keeper.written();
    await this.look();
    parts.enter('finished', null);
  }

  /** Shows a run that has ended before as it ended. It never throws. @returns whether it is shown */
  async showEnd(): Promise<boolean> {
    const { parts } = this;
    try {
      await this.openEngines();
      parts.source.start();
      await this.look();
      parts.enter('finished', null);
      return true;
    } catch (error) {
      parts.enter('failed', messageOf(error));
      return false;
    }
  }

  /** Keeps the run as it is, without a moment of its own. */
  async keepAgain(): Promise<void> {
    this.sound = await this.keep(false);
  }

  /** Shows the network as it is now. */
  async look(): Promise<void> {
    await this.parts.observer.look(this.run, this.parts.trainer.engine, this.lastBatch);
  }

  countSteps(): void {
    const { run, data } = this;
    if (data) run.totalSteps = run.step + data.stepsLeft(run.place, run.settings);
  }

  private atEnd(): boolean {
    return this.run.place.epoch > this.run.settings.epochs;
  }

  /** The engine that holds the run, and the one that looks at it. */
  private async openEngines(): Promise<void> {
    const { run, parts } = this;
    const { trainer } = parts;
    parts.enter('preparing', 'Opening the engine');
    const { kind, workers } = this.sound.progress.engine;
    const before = run.step > 0 ? { kind, workers, failed: false } : null;
    if ((await trainer.ensure(run.settings, before)) && !trainer.isAt(run) && !run.ended) {
      parts.notify(
        `This run began on ${kind}; it goes on on ${trainer.engine.kind}, which rounds otherwise.`,
      );
    }
    if (!trainer.isAt(run)) await trainer.load(run, this.sound.progress);
    // The parameters of the beginning are the first moment of the timeline.
    if (run.step === 0) this.sound = await this.keep(true);
    await parts.observer.open();
  }

  /** All that the run needs before its next step. */
  private async prepare(signal: AbortSignal): Promise<RunData> {
    const { run, parts } = this;
    const { source } = parts;
    // Before the data: what comes from the cache comes at once, and would hold the engines up.
    await this.openEngines();
    source.start();
    parts.enter('preparing', 'Waiting for the first images');
    this.data ??= await RunData.open(source, run.settings.seed, signal);
    if (run.place.epoch < 1 || run.place.offset >= this.data.count) {
      const count = formatCount(this.data.count);
      throw new Error(
        `This run has learnt from other data: it stands at image ${formatCount(run.place.offset)} of an epoch, and there are ${count}.`,
      );
    }
    this.countSteps();
    this.meter.restart(parts.now());
    this.lastShow = 0;
    return this.data;
  }

  /** One batch and one update, and all that is due after it. @returns whether a step was made */
  private async step(data: RunData, signal: AbortSignal): Promise<boolean> {
    const { run, parts } = this;
    const { settings, place } = run;
    const batch = await data.batch(place, settings, signal);
    const images = batch.labels.length;
    const all = data.count * settings.epochs;
    this.learningRate = learningRateAt(settings, Math.min(data.done(place) + images, all), all);
    try {
      await this.forgetMoments(settings);
      const rule = updateRuleOf(settings, this.learningRate);
      const result = await parts.trainer.engine.trainStep(batch, rule);
      if (!Number.isFinite(result.loss)) {
        await this.rollBack(`the loss of step ${formatCount(run.step + 1)} is ${result.loss}`);
      }
      const point = run.add(result, images, data.after(place, images));
      if (point) parts.observer.points(run, [point], []);
    } catch (error) {
      if (error instanceof RolledBack) throw error;
      await this.recover(messageOf(error));
      return false;
    }
    this.lastBatch = batch;
    this.meter.add(images, parts.now());
    await this.afterStep(data, batch);
    return true;
  }

  private async afterStep(data: RunData, batch: Batch): Promise<void> {
    const { run, parts } = this;
    const { now, observer, trainer } = parts;
    if (observer.validationDue(run, data)) await this.validate(data);
    await observer.lookWhenDue(run, trainer.engine, batch);
    if (earlySteps.has(run.step) || now() - this.lastSave > saveMs) await this.save();
    if (now() - this.lastShow > statusMs) {
      // Preparing has ended with the first step.
      parts.enter('running', null);
      this.lastShow = now();
    }
    if (now() - this.lastBreath > breathMs) {
      await parts.breathe();
      this.lastBreath = now();
    }
  }

  private async validate(data: RunData): Promise<void> {
    const { run, parts } = this;
    const point = await parts.observer.validate(run, data, await parts.trainer.engine.readParameters());
    if (!point) return;
    run.validation.push(point);
    parts.observer.points(run, [], [point]);
    if (point.loss > hopelessLoss) {
      parts.notify('The loss is far worse than that of guessing (2.30): lower the learning rate, or reset.');
    }
  }

  /** Momentum and Adam's moments mean different things: after a change from one to the other, neither holds. */
  private async forgetMoments({ optimiser }: RunSettings): Promise<void> {
    const before = this.optimiser;
    this.optimiser = optimiser;
    if (before === null || (before === 'sgd') === (optimiser === 'sgd')) return;
    const blank = () => new Float32Array(parameterCount);
    await this.parts.trainer.engine.loadOptimiser({ step: 0, first: blank(), second: blank() });
  }

  /** A checkpoint and a moment of the timeline. @throws RolledBack when the network is not sound */
  private async save(): Promise<void> {
    this.lastSave = this.parts.now();
    this.sound = await this.keep(true);
    this.parts.show();
  }

  private async keep(moment: boolean): Promise<KeptRun> {
    const { run, parts } = this;
    const weights = await parts.trainer.weights();
    const { parameters, optimiser } = weights;
    if (![parameters, optimiser.first, optimiser.second].every(allFinite)) {
      await this.rollBack(`after step ${formatCount(run.step)} the network has values that are not finite`);
    }
    const kept = run.kept(weights, parts.date());
    // Written while the next steps are made; whoever needs it written waits for the keeper.
    void parts.keeper.save(kept, moment, run).then((trouble) => trouble && parts.notify(trouble));
    return kept;
  }

  /** @throws RolledBack always */
  private async rollBack(reason: string): Promise<never> {
    const { run, learningRate } = this;
    await this.rewind();
    throw new RolledBack(
      `${asSentence(reason)} The run stands at step ${formatCount(run.step)} again, the last good one. ` +
        `Lower the learning rate (it was ${learningRate?.toPrecision(2)}) and resume.`,
    );
  }

  /** The engine failed in mid-step: the run goes back to its last checkpoint, on a rebuilt engine or another. */
  private async recover(reason: string): Promise<void> {
    const { run, parts } = this;
    const now = parts.now();
    this.failures = [...this.failures.filter((at) => now - at < recoveries.withinMs), now];
    if (this.failures.length > recoveries.count) throw new Error(reason);
    parts.enter('preparing', `${asSentence(reason)} Opening an engine again`);
    // The first time it may have been bad luck.
    await parts.trainer.reopen(run.settings, parts.trainer.before(this.failures.length > 1));
    await this.rewind();
    const { device } = parts.trainer.engine;
    parts.notify(`${asSentence(reason)} The run goes on from step ${formatCount(run.step)} on ${device}.`);
    parts.enter('running', null);
  }

  private async rewind(): Promise<void> {
    const { run, sound, parts } = this;
    run.rewind(sound);
    await parts.trainer.load(run, sound.progress);
    parts.observer.rewound(run);
  }
}

/** The run stands again at its last good step; not a failure of the session. */
class RolledBack extends Error {}

function allFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}
