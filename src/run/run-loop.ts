import type { DigitSource } from '../data/sources/digit-source.ts';
import type { Course, Place, StepResult } from '../engines/course.ts';
import { train, trainerOn, UnsoundLoss } from '../engines/trainer.ts';
import { t } from '../language/language.ts';
import { asSentence, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { formatDigits } from '../lib/format-sizes.ts';
import { overflowReason } from '../network/answerable.ts';
import type { KeptRun } from '../storage/records.ts';
import type { RunState } from './contract.ts';
import { curvatureOf } from './curvature.ts';
import type { Keeper } from './keeper.ts';
import { keptAgain, keptOf, type LoadedRun, type RunWeights } from './kept-run.ts';
import { gradientOf, type Observer } from './observer.ts';
import { RunData } from './run-data.ts';
import { SavePace } from './save-pace.ts';
import { learningRateAt, updateRuleOf } from './schedule/learning-rate.ts';
import type { EngineBefore, SessionParts } from './session-parts.ts';
import { SpeedMeter } from './speed-meter.ts';
import { type Happening, isThrough } from './state.ts';
import type { TrainerSlot } from './trainer-slot.ts';

/** Yield to the message loop at least this often, unless a single step takes longer. */
const breathMs = 16;
const statusMs = 100;
/** Steps after which the run is saved whatever the time: the moments when kernels form. */
const earlySteps = [10, 30, 100, 300];
/** Engines that fail more often than this, within a minute, fail the run. */
const recoveries = { count: 3, withinMs: 60_000 };
/** Of a cross-entropy: above this, a network does worse than one that guesses, ln 10 = 2.3 nats. */
const hopelessLoss = 4;

interface LoopParts extends Pick<SessionParts, 'now' | 'date' | 'breathe'> {
  readonly source: DigitSource;
  readonly trainer: TrainerSlot;
  readonly keeper: Keeper;
  readonly observer: Observer;
  /** The run as it is now. */
  run(): LoadedRun;
  happen(happening: Happening): void;
  enter(state: RunState, message: string | null): void;
  /** The state is the same; its figures have changed. */
  show(): void;
  notify(text: string): void;
}

/**
 * Makes the steps of one run, and all that is due between them: validation, pictures, checkpoints. A
 * device may be lost, and data may stop, in any of its awaits: `train` has the one guard for all of them.
 * While it stands, everything about the run follows from its last checkpoint, and no engine is needed.
 * What the run is, and what becomes of it, is in state.ts.
 */
export class RunLoop {
  data: RunData | null = null;
  readonly meter = new SpeedMeter();
  private lastBatch: StepResult['batch'] | null = null;
  private lastBreath = 0;
  private lastShow = 0;
  private lookWanted = false;
  private awaitingSave: (() => void)[] = [];
  private readonly pace = new SavePace();

  constructor(private readonly parts: LoopParts) {}

  private get run(): LoadedRun {
    return this.parts.run();
  }

  /**
   * Trains for so many steps, or to the end of the run, or until it is told to stop. Ends in the state
   * paused, finished or failed. It never throws.
   */
  async train(steps: number, signal: AbortSignal): Promise<void> {
    const target = this.run.step + steps;
    this.parts.happen({ type: 'set out' });
    try {
      while (!(await this.trained(target, signal))) {
        // Once more, on an engine that is opened again.
      }
    } finally {
      this.parts.happen({ type: 'stands' });
      for (const resolve of this.awaitingSave.splice(0)) resolve();
    }
  }

  /** @returns false when the engine failed, and the run can train on with another */
  private async trained(target: number, signal: AbortSignal): Promise<boolean> {
    const { parts } = this;
    try {
      const data = await this.prepare(signal);
      const trainer = trainerOn(parts.trainer.engine, this.courseOf(data, signal));
      const left = () => this.stepsUntilDue(data, target);
      await train(trainer, left, signal, (results) => this.stepped(data, results));
      if (isThrough(this.run)) await this.end(await this.soundWeights());
      else await this.stand(null);
      return true;
    } catch (error) {
      return !(await this.recovered(error, signal, target));
    }
  }

  /** Ends the run where it stands. */
  async finish(): Promise<void> {
    await this.end(this.run.sound.progress);
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
    await this.store(keptAgain(this.run, this.parts.date()), false);
  }

  /** Shows the network as it is now, while it trains after its next step. */
  async look(): Promise<void> {
    const { run, parts, lastBatch } = this;
    const { observer, trainer } = parts;
    if (run.trains && !observer.pinned) {
      this.lookWanted = true;
      return;
    }
    // A picture less is no reason to open an engine.
    const isAt = lastBatch && trainer.isAt(run.runId);
    const gradient = isAt
      ? await lastBatch()
          .then((batch) => gradientOf(trainer.engine, batch))
          .catch(() => null)
      : null;
    await observer.look(this.run, this.run.sound.progress.parameters, gradient);
  }

  /** Saves after the step under way. Resolves when it is written, at once where there is nothing to save. */
  saveSoon(): Promise<void> {
    if (!this.run.trains) return this.parts.keeper.written();
    return new Promise((resolve) => this.awaitingSave.push(resolve));
  }

  countSteps(): void {
    const { run, data } = this;
    if (!data) return;
    this.parts.happen({ type: 'counted', totalSteps: run.step + data.stepsLeft(run.place, run.settings) });
  }

  /** All that the run needs before its next step. */
  private async prepare(signal: AbortSignal): Promise<RunData> {
    const { parts } = this;
    const { source } = parts;
    // Before the data: what comes from the cache comes at once, and would hold the engines up.
    await this.openEngines();
    source.start();
    parts.enter('preparing', t`Waiting for the first images`);
    const { settings, chance, place } = this.run;
    this.data ??= await RunData.open(source, { seed: settings.seed, chance }, signal).catch(orNoData);
    if (place.epoch < 1 || place.offset >= this.data.count) {
      throw new Refusal(
        t`This run was trained on different data: it had reached image ${formatCount(place.offset)} of an epoch, but this data set has only ${formatCount(this.data.count)}.`,
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
    const { run, parts } = this;
    const { trainer } = parts;
    const { engine } = run.sound.progress;
    if (run.trouble === null) parts.enter('preparing', t`Opening the engine`);
    // The first time it may have been bad luck.
    const failed = run.failures.slice(1).flatMap((failure) => failure.engine ?? []);
    const changed = await trainer
      .ensure(run.settings, run.step > 0 ? engine : null, failed)
      .catch((error) => {
        throw new Refusal(messageOf(error));
      });
    if (!trainer.isAt(run.runId)) {
      await trainer.load(run, run.sound.progress);
      this.tellOfEngine(changed);
    }
    // The parameters of the beginning are the first moment of the timeline.
    if (run.step === 0) void this.keep(await this.soundWeights(), true);
    await parts.observer.open();
  }

  private tellOfEngine(changed: boolean): void {
    const { parts, run } = this;
    const { trainer } = parts;
    const { engine } = run.sound.progress;
    const { trouble } = run;
    parts.happen({ type: 'engine opened' });
    const differs = changed
      ? t`This run started on ${inWords(engine)} and continues on ${inWords(trainer.now)}, so its results may differ slightly.`
      : '';
    const again = trouble
      ? t`${asSentence(trouble)} The run continues from step ${formatCount(run.step)} on ${trainer.engine.device}.`
      : '';
    if (again || differs) parts.notify(`${again} ${differs}`.trim());
  }

  /** What the engine trains on: a batch of the run's data, and the rule that its settings ask for. */
  private courseOf(data: RunData, signal: AbortSignal): Course {
    const ruleAt = (place: Place, images: number) => {
      const { settings } = this.run;
      const all = data.count * settings.epochs;
      return updateRuleOf(settings, learningRateAt(settings, Math.min(data.done(place) + images, all), all));
    };
    const { signal: always } = new AbortController();
    const prepare = () => {
      const { place, settings, step } = this.run;
      const { trainer, breathe, enter } = this.parts;
      return trainer.prepareMoments(settings.optimiser, place, (engine) => {
        if (step === 0) enter('preparing', t`Measuring the curvature of the loss`);
        return curvatureOf(engine, data, place.epoch, settings, { signal, breathe }).catch((error) =>
          // Between two steps, and the run is as good as it was.
          signal.aborted ? orNoData(error) : Promise.reject(error),
        );
      });
    };
    return {
      next: async (signal) => {
        await prepare();
        const { place, settings } = this.run;
        const batch = await data.batch(place, settings, signal).catch(orNoData);
        return { batch, rule: ruleAt(place, batch.labels.length) };
      },
      resident: async () => {
        const { place: from, settings } = this.run;
        const resident = data.resident(settings);
        if (!resident) return null;
        await prepare();
        const { batchSize } = settings;
        return {
          ...resident,
          from,
          batchSize,
          ready: (...asked) => resident.ready(...asked).catch(orNoData),
          ruleAt: (place) => ruleAt(place, Math.min(batchSize, data.count - place.offset)),
          batchAt: (place) => data.batch(place, settings, always),
        };
      },
    };
  }

  /** Steps until the loop has to do with the network as it is then. */
  private stepsUntilDue(data: RunData, target: number): number {
    const { run } = this;
    const { step, place, settings } = run;
    if (isThrough(run)) return 0;
    const early = earlySteps.find((due) => due > step) ?? Number.POSITIVE_INFINITY;
    const images = Math.min(data.count - place.offset, this.parts.observer.imagesToValidation(run, data));
    return Math.min(target - step, early - step, Math.ceil(images / settings.batchSize));
  }

  /** All that is due after an advance. */
  private async stepped(data: RunData, results: readonly StepResult[]): Promise<void> {
    const { parts } = this;
    const { now, observer, trainer } = parts;
    const start = this.run;
    for (const result of results) {
      const { images, rule } = result;
      const before = this.run;
      const next = data.after(before.place, images);
      parts.happen({ type: 'stepped', result, images, next, learningRate: rule.learningRate });
      this.tellPoint(before);
      this.lastBatch = result.batch;
      this.meter.add(images, now());
    }
    if (observer.validationDue(start, this.run, data))
      await this.validate(data, await trainer.engine.readParameters());
    const { lookWanted } = this;
    this.lookWanted = false;
    if (this.lastBatch) await observer.lookWhenDue(this.run, trainer.engine, this.lastBatch, lookWanted);
    const saveDue =
      earlySteps.includes(this.run.step) || this.awaitingSave.length > 0 || this.pace.isDue(now());
    if (saveDue) await this.save();
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

  private tellPoint(before: LoadedRun): void {
    const { run, parts } = this;
    if (run.training !== before.training) parts.observer.points(run, run.training.slice(-1), []);
  }

  private async validate(data: RunData, parameters: Float32Array): Promise<void> {
    const { parts } = this;
    const point = await parts.observer.validate(this.run, data, parameters);
    if (!point) return;
    parts.happen({ type: 'validated', point });
    parts.observer.points(this.run, [], [point]);
    const { kind } = this.run.architecture.loss;
    if (kind === 'cross-entropy' && point.loss > hopelessLoss) {
      parts.notify(t`The loss is far above chance level (2.30). Lower the learning rate or reset.`);
    }
  }

  /** Ends the run with these weights of its last step. No engine is needed from here on. */
  private async end(weights: RunWeights): Promise<void> {
    const { data, parts } = this;
    const before = this.run;
    parts.happen({ type: 'summed up' });
    this.tellPoint(before);
    const validated = this.run.validation.at(-1)?.step === this.run.step;
    if (data && !validated) await this.validate(data, weights.parameters);
    parts.happen({ type: 'ended' });
    await this.keep(weights, true);
    parts.happen({ type: 'stands' });
    await this.look();
    parts.enter('finished', null);
  }

  /** Saves the run where it stands, unless that is saved already. */
  private async stand(message: string | null): Promise<void> {
    const { parts } = this;
    if (parts.trainer.isAt(this.run.runId) && this.run.step > 0) await this.save();
    await parts.keeper.written();
    parts.happen({ type: 'stands' });
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
    const { architecture, step } = this.run;
    const all = [parameters, optimiser.first, optimiser.second];
    const isSound = all.every((values) => values.every(Number.isFinite));
    const trouble = isSound ? overflowReason(architecture, parameters) : t`it has values that are not finite`;
    if (trouble === null) return weights;
    throw new Unsound(t`after step ${formatCount(step)} the network cannot be used: ${trouble}`);
  }

  /** Resolves when it is written, or could not be. */
  private async keep(weights: RunWeights, moment: boolean): Promise<void> {
    await this.store(keptOf(this.run, weights, this.parts.date()), moment);
  }

  private async store(kept: KeptRun, moment: boolean): Promise<void> {
    const { parts } = this;
    parts.happen({ type: 'saved', kept });
    const trouble = await parts.keeper.save(kept, moment);
    if (trouble) parts.notify(trouble);
  }

  /** The one guard: what becomes of the run when anything fails. @returns whether it trains on */
  private async recovered(error: unknown, signal: AbortSignal, target: number): Promise<boolean> {
    const { parts } = this;
    const reason = messageOf(error);
    if (error instanceof Refusal) {
      this.fail(reason);
      return false;
    }
    if (error instanceof UnsoundLoss) {
      const { before, result } = error;
      const { loss, rule } = result;
      await this.rollBack(
        t`the loss of step ${formatCount(this.run.step + before + 1)} is ${loss}`,
        rule.learningRate,
      );
      return false;
    }
    if (error instanceof Unsound) {
      await this.rollBack(reason);
      return false;
    }
    // Between two steps: the run is as good as it was.
    if (error instanceof NoData) {
      if (!signal.aborted) parts.happen({ type: 'waits for data', left: target - this.run.step });
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
    const at = parts.now();
    const since = at - recoveries.withinMs;
    parts.happen({ type: 'engine failed', at, since, engine: trainer.now, reason });
    this.rewound();
    await trainer.close();
    if (this.run.failures.length > recoveries.count) {
      this.fail(reason);
      return false;
    }
    parts.enter('preparing', t`${asSentence(reason)} Opening an engine again`);
    return true;
  }

  /** The device failed while the run was being stopped: what came after the last save is lost. */
  private async standAtLastSave(reason: string): Promise<void> {
    const { parts } = this;
    this.rewind();
    await parts.trainer.close();
    parts.happen({ type: 'stands' });
    await this.look();
    parts.notify(
      t`${asSentence(reason)} The run is back at step ${formatCount(this.run.step)}, its last checkpoint.`,
    );
    parts.enter('paused', null);
  }

  private async rollBack(reason: string, learningRate = this.run.learningRate): Promise<void> {
    const { parts } = this;
    // The person decides how it goes on, whatever data comes.
    parts.happen({ type: 'waits for data', left: null });
    this.rewind();
    parts.happen({ type: 'stands' });
    await this.look();
    const rate = learningRate === null ? '' : formatDigits(learningRate, 2);
    parts.enter(
      'paused',
      t`${asSentence(reason)} Rolled back to step ${formatCount(this.run.step)}, the last good checkpoint. Lower the learning rate (it was ${rate}) and resume.`,
    );
  }

  private fail(reason: string): void {
    this.parts.happen({ type: 'stands' });
    this.parts.enter('failed', reason);
  }

  private rewind(): void {
    this.parts.happen({ type: 'rewound' });
    this.rewound();
  }

  /** The engine is loaded with the last checkpoint before the next step. */
  private rewound(): void {
    const { run, parts } = this;
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
  if (!engine) return t`no engine`;
  const { kind, workers } = engine;
  return workers > 1 ? t`${kind} with ${workers} threads` : kind;
}
