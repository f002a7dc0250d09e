import type { DigitSource } from '../data/sources/digit-source.ts';
import type { Batch } from '../engines/engine.ts';
import { asSentence, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { overflowReason } from '../network/answerable.ts';
import type { KeptRun } from '../storage/records.ts';
import type { RunState } from './contract.ts';
import type { Keeper } from './keeper.ts';
import { gradientOf, type Observer } from './observer.ts';
import type { Run, RunWeights } from './run.ts';
import { RunData } from './run-data.ts';
import { SavePace } from './save-pace.ts';
import { learningRateAt, updateRuleOf } from './schedule/update-rule.ts';
import type { EngineBefore, SessionParts } from './session-parts.ts';
import { SpeedMeter } from './speed-meter.ts';
import type { TrainerSlot } from './trainer-slot.ts';

/** Yield to the message loop at least this often, unless a single step takes longer. */
const breathMs = 16;
const statusMs = 100;
/** Steps after which the run is saved whatever the time: the moments when kernels form. */
const earlySteps: ReadonlySet<number> = new Set([10, 30, 100, 300]);
/** Engines that fail more often than this, within a minute, fail the run. */
const recoveries = { count: 3, withinMs: 60_000 };
/** Above this, a network does worse than one that guesses: ln 10 = 2.3 nats. */
const hopelessLoss = 4;

/** The loop's dependencies and callbacks. */
interface LoopParts extends Pick<SessionParts, 'now' | 'date' | 'breathe'> {
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
 * Makes the steps of one run, and all that is due between them: validation, pictures, checkpoints. A
 * device may be lost, and data may stop, in any of its awaits: `train` has the one guard for all of them.
 * While it stands, everything about the run follows from its last checkpoint, and no engine is needed.
 */
export class RunLoop {
  data: RunData | null = null;
  learningRate: number | null = null;
  readonly meter = new SpeedMeter();
  /** Steps still to make when it stopped because no data came; null when it did not. */
  waitsForData: number | null = null;
  private training = false;
  private failures: { readonly at: number; readonly engine: EngineBefore | null }[] = [];
  /** Why an engine has to be opened again; told once one is open. */
  private trouble: string | null = null;
  private lastBatch: Batch | null = null;
  private lastBreath = 0;
  private lastShow = 0;
  private lookWanted = false;
  private awaitingSave: (() => void)[] = [];
  private readonly pace = new SavePace();
  /** The last known-good state, which is the current one while the run stands. */
  private sound: KeptRun;

  constructor(
    readonly run: Run,
    kept: KeptRun,
    private readonly parts: LoopParts,
  ) {
    const { record, progress } = kept;
    // Runs saved by older versions do not say whose moments they are; later edits must not decide it.
    const optimiser = { kind: run.settings.optimiser, ...progress.optimiser };
    this.sound = { record, progress: { ...progress, optimiser } };
  }

  /**
   * Trains for so many steps, or to the end of the run, or until it is told to stop. Ends in the state
   * paused, finished or failed. It never throws.
   */
  async train(steps: number, signal: AbortSignal): Promise<void> {
    const { run } = this;
    const target = run.step + steps;
    this.waitsForData = null;
    this.failures = [];
    this.trouble = null;
    this.training = true;
    try {
      while (!(await this.trained(target, signal))) {
        // Once more, on an engine that is opened again.
      }
    } finally {
      this.training = false;
      for (const resolve of this.awaitingSave.splice(0)) resolve();
    }
  }

  /** @returns false when the engine failed, and the run can train on with another */
  private async trained(target: number, signal: AbortSignal): Promise<boolean> {
    const { run } = this;
    try {
      const data = await this.prepare(signal);
      while (run.step < target && !signal.aborted && !this.atEnd()) await this.step(data, signal);
      if (this.atEnd()) await this.end(await this.soundWeights());
      else await this.stand(null);
      return true;
    } catch (error) {
      return !(await this.recovered(error, signal, target));
    }
  }

  /** The last known-good state, which is the current one while the run stands. */
  get kept(): KeptRun {
    return this.sound;
  }

  /** Ends the run where it stands. */
  async finish(): Promise<void> {
    await this.end(this.sound.progress);
  }

  /** Shows a run that has ended before as it ended. */
  async showEnd(): Promise<void> {
    const { parts } = this;
    parts.source.start();
    await this.look();
    parts.enter('finished', null);
  }

  /** Saves the last checkpoint again with what has changed since: settings, a test result. */
  async keepAgain(): Promise<void> {
    const { run, parts } = this;
    const { record, progress } = this.sound;
    const { settings, testAccuracy } = run;
    const totalSteps = run.step === record.step ? run.totalSteps : record.totalSteps;
    const savedAt = parts.date();
    await this.store({ record: { ...record, settings, totalSteps, testAccuracy, savedAt }, progress }, false);
  }

  /** Shows the network as it is now, while it trains after its next step. */
  async look(): Promise<void> {
    const { run, parts, lastBatch } = this;
    const { observer, trainer } = parts;
    if (this.training && !observer.pinned) {
      this.lookWanted = true;
      return;
    }
    // A picture less is no reason to open an engine.
    const gradient =
      lastBatch && trainer.isAt(run) ? await gradientOf(trainer.engine, lastBatch).catch(() => null) : null;
    await observer.look(run, this.sound.progress.parameters, gradient);
  }

  /** Saves after the step under way. Resolves when it is written, at once where there is nothing to save. */
  saveSoon(): Promise<void> {
    if (!this.training) return this.parts.keeper.written();
    return new Promise((resolve) => this.awaitingSave.push(resolve));
  }

  countSteps(): void {
    const { run, data } = this;
    if (data) run.totalSteps = run.step + data.stepsLeft(run.place, run.settings);
  }

  private atEnd(): boolean {
    return this.run.place.epoch > this.run.settings.epochs;
  }

  /** All that the run needs before its next step. */
  private async prepare(signal: AbortSignal): Promise<RunData> {
    const { run, parts } = this;
    const { source } = parts;
    // Before the data: what comes from the cache comes at once, and would hold the engines up.
    await this.openEngines();
    source.start();
    parts.enter('preparing', 'Waiting for the first images');
    this.data ??= await RunData.open(source, run.settings.seed, signal).catch(orNoData);
    if (run.place.epoch < 1 || run.place.offset >= this.data.count) {
      throw new Refusal(
        `This run was trained on different data: it had reached image ${formatCount(run.place.offset)} of an epoch, ` +
          `but this data set has only ${formatCount(this.data.count)}.`,
      );
    }
    this.countSteps();
    this.meter.restart(parts.now());
    this.pace.restart(parts.now());
    this.lastShow = Number.NEGATIVE_INFINITY;
    return this.data;
  }

  /** The engine that holds the run, and the one that looks at it. */
  private async openEngines(): Promise<void> {
    const { run, parts, trouble } = this;
    const { trainer } = parts;
    const { engine } = this.sound.progress;
    if (trouble === null) parts.enter('preparing', 'Opening the engine');
    // The first time it may have been bad luck.
    const failed = this.failures.slice(1).flatMap((failure) => failure.engine ?? []);
    const changed = await trainer
      .ensure(run.settings, run.step > 0 ? engine : null, failed)
      .catch((error) => {
        throw new Refusal(messageOf(error));
      });
    if (!trainer.isAt(run)) {
      await trainer.load(run, this.sound.progress);
      this.tellOfEngine(changed);
    }
    // The parameters of the beginning are the first moment of the timeline.
    if (run.step === 0) void this.keep(await this.soundWeights(), true);
    await parts.observer.open();
  }

  private tellOfEngine(changed: boolean): void {
    const { parts, run, trouble } = this;
    const { trainer } = parts;
    const { engine } = this.sound.progress;
    this.trouble = null;
    const differs = changed
      ? `This run started on ${inWords(engine)} and continues on ${inWords(trainer.now)}, so its results may differ slightly.`
      : '';
    const again = trouble
      ? `${asSentence(trouble)} The run continues from step ${formatCount(run.step)} on ${trainer.engine.device}. `
      : '';
    if (again || differs) parts.notify(`${again}${differs}`.trim());
  }

  /** One batch and one update, and all that is due after it. */
  private async step(data: RunData, signal: AbortSignal): Promise<void> {
    const { run, parts } = this;
    const { settings, place } = run;
    const batch = await data.batch(place, settings, signal).catch(orNoData);
    const images = batch.labels.length;
    const all = data.count * settings.epochs;
    this.learningRate = learningRateAt(settings, Math.min(data.done(place) + images, all), all);
    await parts.trainer.prepareMoments(settings.optimiser);
    const result = await parts.trainer.engine.trainStep(batch, updateRuleOf(settings, this.learningRate));
    if (!Number.isFinite(result.loss)) {
      throw new Unsound(`the loss of step ${formatCount(run.step + 1)} is ${result.loss}`);
    }
    const point = run.add(result, images, data.after(place, images));
    if (point) parts.observer.points(run, [point], []);
    this.lastBatch = batch;
    this.meter.add(images, parts.now());
    await this.afterStep(data, batch);
  }

  private async afterStep(data: RunData, batch: Batch): Promise<void> {
    const { run, parts } = this;
    const { now, observer, trainer } = parts;
    if (observer.validationDue(run, data)) await this.validate(data, await trainer.engine.readParameters());
    const { lookWanted } = this;
    this.lookWanted = false;
    await observer.lookWhenDue(run, trainer.engine, batch, lookWanted);
    if (earlySteps.has(run.step) || this.awaitingSave.length > 0 || this.pace.isDue(now())) await this.save();
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

  private async validate(data: RunData, parameters: Float32Array): Promise<void> {
    const { run, parts } = this;
    const point = await parts.observer.validate(run, data, parameters);
    if (!point) return;
    run.validation.push(point);
    parts.observer.points(run, [], [point]);
    if (point.loss > hopelessLoss) {
      parts.notify('The loss is far above chance level (2.30). Lower the learning rate or reset.');
    }
  }

  /** Ends the run with these weights of its last step. No engine is needed from here on. */
  private async end(weights: RunWeights): Promise<void> {
    const { run, data, parts } = this;
    const last = run.flush();
    if (last) parts.observer.points(run, [last], []);
    if (data && run.validation.at(-1)?.step !== run.step) await this.validate(data, weights.parameters);
    run.ended = true;
    run.totalSteps = run.step;
    await this.keep(weights, true);
    this.training = false;
    await this.look();
    parts.enter('finished', null);
  }

  /** Saves the run where it stands, unless that is saved already. */
  private async stand(message: string | null): Promise<void> {
    const { run, parts } = this;
    if (parts.trainer.isAt(run) && run.step > 0) await this.save();
    await parts.keeper.written();
    this.training = false;
    await this.look();
    parts.enter('paused', message);
  }

  /** A checkpoint and a moment of the timeline. @throws Unsound when the network is not sound */
  private async save(): Promise<void> {
    this.pace.saved(this.parts.now());
    const weights = await this.soundWeights();
    // Not before: a device that is lost here leaves them to the next save.
    const waiting = this.awaitingSave.splice(0);
    // Written while the next steps are made; whoever needs it written waits for the keeper.
    void this.keep(weights, true).then(() => {
      for (const resolve of waiting) resolve();
    });
    this.parts.show();
  }

  /** @throws Unsound when values are not finite */
  private async soundWeights(): Promise<RunWeights> {
    const weights = await this.parts.trainer.weights();
    const { parameters, optimiser } = weights;
    const isSound = [parameters, optimiser.first, optimiser.second].every(allFinite);
    const trouble = isSound
      ? overflowReason(this.run.architecture, parameters)
      : 'it has values that are not finite';
    if (trouble === null) return weights;
    throw new Unsound(`after step ${formatCount(this.run.step)} the network cannot be used: ${trouble}`);
  }

  /** Resolves when it is written, or could not be. */
  private async keep(weights: RunWeights, moment: boolean): Promise<void> {
    const { engine, parameters, optimiser } = weights;
    await this.store(this.run.kept({ engine, parameters, optimiser }, this.parts.date()), moment);
  }

  private async store(kept: KeptRun, moment: boolean): Promise<void> {
    const { run, parts } = this;
    this.sound = kept;
    const trouble = await parts.keeper.save(kept, moment, run);
    if (trouble) parts.notify(trouble);
  }

  /** The one guard: what becomes of the run when anything fails. @returns whether it trains on */
  private async recovered(error: unknown, signal: AbortSignal, target: number): Promise<boolean> {
    const { run } = this;
    const reason = messageOf(error);
    if (error instanceof Refusal) {
      this.fail(reason);
      return false;
    }
    if (error instanceof Unsound) {
      await this.rollBack(reason);
      return false;
    }
    // Between two steps: the run is as good as it was.
    if (error instanceof NoData) {
      if (!signal.aborted) this.waitsForData = target - run.step;
      try {
        await this.stand(signal.aborted ? null : reason);
      } catch (trouble) {
        if (trouble instanceof Unsound) await this.rollBack(trouble.message);
        else await this.standAtLastSave(messageOf(trouble));
      }
      return false;
    }
    return this.engineFailed(reason, signal);
  }

  /** The run goes back to its last checkpoint, and on from there on an engine that is opened again. */
  private async engineFailed(reason: string, signal: AbortSignal): Promise<boolean> {
    const { parts } = this;
    const { trainer } = parts;
    if (signal.aborted) {
      await this.standAtLastSave(reason);
      return false;
    }
    const now = parts.now();
    this.failures = [
      ...this.failures.filter(({ at }) => now - at < recoveries.withinMs),
      { at: now, engine: trainer.now },
    ];
    this.rewind();
    await trainer.close();
    if (this.failures.length > recoveries.count) {
      this.fail(reason);
      return false;
    }
    this.trouble = reason;
    parts.enter('preparing', `${asSentence(reason)} Opening an engine again`);
    return true;
  }

  /** The device failed while the run was being stopped: what came after the last save is lost. */
  private async standAtLastSave(reason: string): Promise<void> {
    const { run, parts } = this;
    this.rewind();
    await parts.trainer.close();
    this.training = false;
    await this.look();
    parts.notify(
      `${asSentence(reason)} The run is back at step ${formatCount(run.step)}, its last checkpoint.`,
    );
    parts.enter('paused', null);
  }

  private async rollBack(reason: string): Promise<void> {
    const { run, parts, learningRate } = this;
    // The person decides how it goes on, whatever data comes.
    this.waitsForData = null;
    this.rewind();
    this.training = false;
    await this.look();
    parts.enter(
      'paused',
      `${asSentence(reason)} Rolled back to step ${formatCount(run.step)}, the last good checkpoint. ` +
        `Lower the learning rate (it was ${learningRate?.toPrecision(2)}) and resume.`,
    );
  }

  private fail(reason: string): void {
    this.training = false;
    this.parts.enter('failed', reason);
  }

  /** Back to the last checkpoint; the engine is loaded with it before the next step. */
  private rewind(): void {
    const { run, sound, parts } = this;
    run.rewind(sound);
    this.lastBatch = null;
    parts.trainer.letGo();
    parts.observer.rewound(run);
  }
}

/** The network is no longer sound, and the run goes back to when it was. */
class Unsound extends Error {}

/** No images came: the source failed, or the run was stopped while it waited. */
class NoData extends Error {}

function orNoData(error: unknown): never {
  throw new NoData(messageOf(error), { cause: error });
}

/** Trying again would not help. */
class Refusal extends Error {}

function inWords(engine: EngineBefore | null): string {
  if (!engine) return 'no engine';
  const { kind, workers } = engine;
  return workers > 1 ? `${kind} with ${workers} threads` : kind;
}

function allFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}
