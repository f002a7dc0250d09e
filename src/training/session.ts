import type { DigitSource } from '../datasets/digit-source.ts';
import type { Batch } from '../engines/engine.ts';
import { initialParameters } from '../lenet/initialise.ts';
import { parameterCount } from '../lenet/spec.ts';
import { messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { randomFromSeed } from '../lib/random.ts';
import type { KeptRun } from '../storage/run-store.ts';
import { Keeper } from './keeper.ts';
import { Observer } from './observer.ts';
import { Run, type RunWeights } from './run.ts';
import type { RunState, RunStatus } from './run-contract.ts';
import { RunData } from './run-data.ts';
import { defaultSettings, parseSettings, type RunSettings } from './run-settings.ts';
import type { OpenedTrainer, SessionParts } from './session-parts.ts';
import { SpeedMeter } from './speed-meter.ts';
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

/**
 * A training run from start to end: idle, preparing, running, paused, finished, failed (DESIGN section 7).
 * Commands are served one after the other; one that comes while the run is under way stops it between
 * two steps first, so that nothing ever changes beneath a step.
 */
export class TrainingSession {
  private state: RunState = 'idle';
  private message: string | null = null;
  private settings: RunSettings = defaultSettings;
  private run: Run | null = null;
  private data: RunData | null = null;
  private trainer: (OpenedTrainer & { readonly asked: string }) | null = null;
  /** The run whose weights the engine holds, as they are now. */
  private inEngine: Run | null = null;
  /** The last state of the run that was seen to be sound: what a failure goes back to. */
  private sound: KeptRun | null = null;
  private lock: { release(): void } | null = null;
  private controller = new AbortController();
  private failures: number[] = [];
  private learningRate: number | null = null;
  private readonly meter = new SpeedMeter();
  private readonly keeper: Keeper;
  private readonly observer: Observer;
  private work: Promise<unknown> = Promise.resolve();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: SessionParts,
    private source: DigitSource,
  ) {
    this.keeper = new Keeper(parts);
    this.observer = new Observer(parts, () => this.source);
  }

  /** Reports what was kept. */
  open(): Promise<void> {
    return this.inTurn(async () => {
      this.show();
      await this.keeper.report(null);
    });
  }

  start(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      await this.begin(settings);
      this.go(Number.POSITIVE_INFINITY);
    });
  }

  step(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      if (!this.run || this.run.ended) await this.begin(settings);
      this.go(1);
      await this.loop;
    });
  }

  pause(): Promise<void> {
    return this.command(async () => {});
  }

  resume(): Promise<void> {
    return this.command(async () => {
      if (this.run && !this.run.ended) this.go(Number.POSITIVE_INFINITY);
    });
  }

  stop(): Promise<void> {
    return this.command(async () => {
      if (this.run && !this.run.ended && this.inEngine === this.run) await this.finish(this.run);
    });
  }

  reset(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      await this.leave();
      this.settings = settings;
      this.enter('idle', null);
      await this.keeper.report(null);
    });
  }

  /** In force from the next step on; the seed stays the run's own. */
  edit(settings: RunSettings): Promise<void> {
    // Not in turn: the run goes on while its settings change between two of its steps.
    const { run } = this;
    const parsed = parseSettings(settings);
    if (!parsed.ok) this.notify(`Settings: ${parsed.reason}`);
    else if (run && !run.ended) run.settings = { ...parsed.settings, seed: run.settings.seed };
    else this.settings = parsed.settings;
    if (run && this.data) run.totalSteps = run.step + this.data.stepsLeft(run.place, run.settings);
    this.show();
    return Promise.resolve();
  }

  resumeRun(runId: string): Promise<void> {
    return this.command(async () => {
      const lock = await this.parts.holdRun(runId);
      if (!lock)
        return this.notify('Another tab of this browser has that run open. Go on there, or close it.');
      const kept = await this.keeper.load(runId);
      if (!kept.ok) {
        lock.release();
        return this.notify(`That run cannot be taken up: ${kept.reason}`);
      }
      if (kept.run.record.dataName !== this.source.name) {
        lock.release();
        return this.notify(
          `That run was trained on ${kept.run.record.dataName}, and ${this.source.name} is open: open its files first.`,
        );
      }
      await this.leave();
      this.lock = lock;
      this.run = Run.fromKept(kept.run);
      this.sound = kept.run;
      await this.keeper.report(this.run);
      this.go(Number.POSITIVE_INFINITY);
    });
  }

  forgetRun(runId: string): Promise<void> {
    return this.inTurn(async () => {
      if (this.run?.runId === runId) return;
      await this.keeper.forget(runId);
      await this.keeper.report(this.run);
    });
  }

  setProbe(digit: Uint8Array): Promise<void> {
    this.observer.probe = digit;
    return this.look();
  }

  async showMoment(step: number | null): Promise<void> {
    const { run } = this;
    if (!run) return;
    const parameters = step === null ? null : await this.keeper.moment(run.runId, step);
    if (step !== null && !parameters)
      return this.notify(`The network of step ${formatCount(step)} is not kept.`);
    this.observer.pinned = step !== null && parameters ? { step, parameters } : null;
    await this.look();
  }

  /** Measures the whole test set with the network that is shown. */
  async test(): Promise<void> {
    const { run } = this;
    if (!run || this.inEngine !== run || !this.trainer) return;
    const { pinned } = this.observer;
    const step = pinned?.step ?? run.step;
    const parameters = pinned?.parameters ?? (await this.trainer.engine.readParameters());
    await this.measure(run, step, parameters);
  }

  stopTest(): void {
    this.observer.stopTest();
  }

  /** Other data: the run under way is left, with its checkpoint. */
  changeSource(source: DigitSource): Promise<void> {
    return this.command(async () => {
      await this.leave();
      this.source = source;
      this.data = null;
      this.enter('idle', null);
      await this.keeper.report(null);
    });
  }

  setVisible(visible: boolean): void {
    this.observer.visible = visible;
  }

  loseDevice(): boolean {
    if (!this.trainer?.engine.loseDevice) return false;
    this.trainer.engine.loseDevice();
    return true;
  }

  private async begin(settings: RunSettings): Promise<void> {
    const parsed = parseSettings(settings);
    if (!parsed.ok) throw new Error(`Settings: ${parsed.reason}`);
    await this.leave();
    const runId = this.parts.newRunId();
    this.lock = await this.parts.holdRun(runId);
    this.settings = parsed.settings;
    const run = new Run(runId, this.parts.date(), this.source.name, parsed.settings);
    this.run = run;
    const blank = () => new Float32Array(parameterCount);
    this.sound = run.kept(
      {
        engine: { kind: '', workers: 0 },
        parameters: initialParameters(randomFromSeed(parsed.settings.seed)),
        optimiser: { step: 0, first: blank(), second: blank() },
      },
      run.startedAt,
    );
    await this.keeper.report(run);
  }

  /** Lets go of the run; its last checkpoint stays. */
  private async leave(): Promise<void> {
    this.observer.stopTest();
    this.observer.pinned = null;
    this.run = null;
    this.inEngine = null;
    this.sound = null;
    this.learningRate = null;
    this.lock?.release();
    this.lock = null;
  }

  private go(steps: number): void {
    const { run } = this;
    if (!run) return;
    this.observer.pinned = null;
    this.controller = new AbortController();
    this.loop = this.train(run, steps, this.controller.signal);
  }

  private async train(run: Run, steps: number, signal: AbortSignal): Promise<void> {
    try {
      await this.prepare(run, signal);
      for (let made = 0; made < steps && !signal.aborted && run.place.epoch <= run.settings.epochs; ) {
        if (await this.makeStep(run, signal)) made += 1;
      }
      if (run.place.epoch > run.settings.epochs) return await this.finish(run);
      await this.save(run);
      await this.observer.look(run, this.trainerOf(run).engine);
      this.enter('paused', null);
    } catch (error) {
      if (error instanceof RolledBack) return this.enter('paused', error.message);
      // What has not begun is left as it is; what has begun keeps what it has.
      if (signal.aborted) return await this.stand(run);
      this.enter('failed', messageOf(error));
    }
  }

  /** After a command that came while the run waited: for its engine, or for images. */
  private async stand(run: Run): Promise<void> {
    if (this.inEngine === run && run.step > 0) await this.save(run);
    this.enter('paused', null);
  }

  /** All that a run needs before its next step. */
  private async prepare(run: Run, signal: AbortSignal): Promise<void> {
    this.source.start();
    await this.openTrainer(run);
    await this.loadWeights(run);
    this.enter('preparing', 'Waiting for the first images');
    this.data ??= await RunData.open(this.source, run.settings.seed, signal);
    if (this.data.seed !== run.settings.seed) {
      this.data = await RunData.open(this.source, run.settings.seed, signal);
    }
    run.totalSteps = run.step + this.data.stepsLeft(run.place, run.settings);
    await this.observer.look(run, this.trainerOf(run).engine);
    this.meter.restart(this.parts.now());
  }

  private async openTrainer(run: Run): Promise<void> {
    const asked = run.settings.engine;
    if (this.trainer?.asked === asked) return;
    this.enter('preparing', 'Opening the engine');
    const { kind = '', workers = 0 } = this.sound?.progress.engine ?? {};
    await this.closeTrainer();
    const before = run.step > 0 && kind !== '' ? { kind, workers, failed: false } : null;
    this.trainer = { ...(await this.parts.openTrainer(run.settings, before)), asked };
    const { engine } = this.trainer;
    if (before && (engine.kind !== before.kind || this.trainer.workers !== before.workers)) {
      this.notify(`This run began on ${before.kind}; it goes on on ${engine.kind}, which rounds otherwise.`);
    }
  }

  private async closeTrainer(): Promise<void> {
    const { trainer } = this;
    this.trainer = null;
    this.inEngine = null;
    await trainer?.engine.dispose().catch(() => {});
  }

  private async loadWeights(run: Run): Promise<void> {
    if (this.inEngine === run || !this.sound) return;
    const { engine } = this.trainerOf(run);
    await engine.loadParameters(this.sound.progress.parameters);
    await engine.loadOptimiser(this.sound.progress.optimiser);
    this.inEngine = run;
    // The parameters of the beginning are the first moment of the timeline.
    if (run.step === 0) this.sound = await this.keep(run, true);
  }

  private trainerOf(run: Run): OpenedTrainer {
    if (!this.trainer) throw new Error(`step ${run.step + 1}: expected an open engine, got none`);
    return this.trainer;
  }

  /** One batch and one update, and all that is due after it. @returns whether a step was made */
  private async makeStep(run: Run, signal: AbortSignal): Promise<boolean> {
    const { data } = this;
    if (!data) throw new Error('training: expected data, got none');
    const { settings, place } = run;
    const batch = await data.batch(place, settings, signal);
    const images = batch.labels.length;
    this.learningRate = learningRateAt(
      settings,
      Math.min(data.done(place) + images, data.count * settings.epochs),
      data.count * settings.epochs,
    );
    try {
      await this.forgetMoments(run);
      const result = await this.trainerOf(run).engine.trainStep(
        batch,
        updateRuleOf(settings, this.learningRate),
      );
      if (!Number.isFinite(result.loss)) {
        await this.rollBack(run, `the loss of step ${formatCount(run.step + 1)} is ${result.loss}`);
      }
      const point = run.add(result, images, data.after(place, images));
      this.meter.add(images, this.parts.now());
      if (point) this.observer.points(run, [point], []);
    } catch (error) {
      if (error instanceof RolledBack) throw error;
      await this.recover(run, messageOf(error));
      return false;
    }
    await this.afterStep(run, data, batch);
    return true;
  }

  private optimiserInUse: RunSettings['optimiser'] | null = null;

  /** Momentum and Adam's moments mean different things: after a change from one to the other, neither holds. */
  private async forgetMoments(run: Run): Promise<void> {
    const { optimiser } = run.settings;
    const before = this.optimiserInUse;
    this.optimiserInUse = optimiser;
    if (before === null || (before === 'sgd') === (optimiser === 'sgd')) return;
    const blank = () => new Float32Array(parameterCount);
    await this.trainerOf(run).engine.loadOptimiser({ step: 0, first: blank(), second: blank() });
  }

  private lastBreath = 0;
  private lastStatus = 0;
  private lastSave = 0;

  private async afterStep(run: Run, data: RunData, batch: Batch): Promise<void> {
    const { now } = this.parts;
    if (this.state !== 'running') this.enter('running', null);
    if (this.observer.validationDue(run, data)) await this.validate(run, data);
    await this.observer.lookWhenDue(run, this.trainerOf(run).engine, batch);
    if (earlySteps.has(run.step) || now() - this.lastSave > saveMs) await this.save(run);
    if (now() - this.lastStatus > statusMs) this.show();
    if (now() - this.lastBreath > breathMs) {
      await this.parts.breathe();
      this.lastBreath = now();
    }
  }

  private async validate(run: Run, data: RunData): Promise<void> {
    const { engine } = this.trainerOf(run);
    const point = await this.observer.validate(run, data, await engine.readParameters());
    if (!point) return;
    run.validation.push(point);
    this.observer.points(run, [], [point]);
    if (point.loss > hopelessLoss) {
      this.notify(
        'The loss is far worse than that of guessing (2.30). A lower learning rate, or Reset, will help.',
      );
    }
  }

  /** A checkpoint, if the network is sound. @throws RolledBack when it is not */
  private async save(run: Run): Promise<void> {
    this.lastSave = this.parts.now();
    this.sound = await this.keep(run, true);
    this.show();
  }

  private async keep(run: Run, moment: boolean): Promise<KeptRun> {
    const { engine, workers } = this.trainerOf(run);
    const weights: RunWeights = {
      engine: { kind: engine.kind, workers },
      parameters: await engine.readParameters(),
      optimiser: await engine.readOptimiser(),
    };
    const { parameters, optimiser } = weights;
    if (![parameters, optimiser.first, optimiser.second].every(allFinite)) {
      await this.rollBack(
        run,
        `after step ${formatCount(run.step)} the network has values that are not finite`,
      );
    }
    const kept = run.kept(weights, this.parts.date());
    const trouble = await this.keeper.save(kept, moment, run);
    if (trouble) this.notify(trouble);
    return kept;
  }

  /** @throws RolledBack always */
  private async rollBack(run: Run, reason: string): Promise<never> {
    const { sound } = this;
    if (!sound) throw new Error(reason);
    const { learningRate } = this;
    this.inEngine = null;
    run.rewind(sound);
    await this.loadWeights(run);
    this.observer.rewound(run);
    throw new RolledBack(
      `${sentence(reason)} The run stands at step ${formatCount(run.step)} again, the last good one. ` +
        `Lower the learning rate (it was ${learningRate?.toPrecision(2)}) and resume.`,
    );
  }

  /** The engine failed in mid-step: the run goes back to its last checkpoint, on a rebuilt engine or another. */
  private async recover(run: Run, reason: string): Promise<void> {
    const { sound, trainer } = this;
    const now = this.parts.now();
    this.failures = [...this.failures.filter((at) => now - at < recoveries.withinMs), now];
    if (!sound || !trainer || this.failures.length > recoveries.count) throw new Error(reason);
    this.enter('preparing', `${sentence(reason)} Opening an engine again`);
    const { kind } = trainer.engine;
    const { workers, asked } = trainer;
    await this.closeTrainer();
    const failed = this.failures.length > 1;
    this.trainer = { ...(await this.parts.openTrainer(run.settings, { kind, workers, failed })), asked };
    run.rewind(sound);
    await this.loadWeights(run);
    this.observer.rewound(run);
    this.notify(
      `${sentence(reason)} The run goes on from step ${formatCount(run.step)} on ${this.trainer.engine.device}.`,
    );
  }

  private async finish(run: Run): Promise<void> {
    const last = run.flush();
    if (last) this.observer.points(run, [last], []);
    if (this.data && run.validation.at(-1)?.step !== run.step) await this.validate(run, this.data);
    run.ended = true;
    run.totalSteps = run.step;
    await this.save(run);
    const { engine } = this.trainerOf(run);
    await this.observer.look(run, engine);
    this.enter('finished', null);
    // Not awaited: commands are heard while the test set is measured.
    void this.measure(run, run.step, await engine.readParameters());
  }

  private async measure(run: Run, step: number, parameters: Float32Array): Promise<void> {
    try {
      const result = await this.observer.test(run.runId, step, parameters);
      if (!result || this.run !== run || step !== run.step || !run.ended) return;
      run.testAccuracy = result.right / result.total;
      await this.inTurn(async () => {
        if (this.run === run) await this.keep(run, false);
      });
    } catch (error) {
      this.notify(`The test set could not be measured: ${messageOf(error)}`);
    }
  }

  private async look(): Promise<void> {
    const { run, trainer } = this;
    if (run && trainer && this.inEngine === run) await this.observer.look(run, trainer.engine);
  }

  /** Stops the run between two steps, then does what was asked. */
  private command(task: () => Promise<void>): Promise<void> {
    this.controller.abort(new Error('stopped'));
    return this.inTurn(async () => {
      await this.loop;
      await task();
    });
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.work.then(task).catch((error) => this.enter('failed', messageOf(error)));
    this.work = done;
    return done;
  }

  private enter(state: RunState, message: string | null): void {
    this.state = state;
    this.message = message;
    this.show();
  }

  /** For the person to know, until they dismiss it; the state's own message stands beside it. */
  private notify(text: string): void {
    this.parts.report({ type: 'notice', text });
  }

  private show(): void {
    this.lastStatus = this.parts.now();
    this.parts.report({ type: 'status', status: this.status() });
  }

  private status(): RunStatus {
    const { run, data, trainer } = this;
    const settings = run?.settings ?? this.settings;
    const imagesPerSecond = this.state === 'running' ? this.meter.imagesPerSecond() : null;
    const all = data && run ? data.count * settings.epochs : 0;
    const done = data && run ? Math.min(all, data.done(run.place)) : 0;
    return {
      state: this.state,
      runId: run?.runId ?? null,
      startedAt: run?.startedAt ?? null,
      step: run?.step ?? 0,
      totalSteps: run?.totalSteps ?? 0,
      epoch: run && run.step > 0 ? Math.min(run.place.epoch, settings.epochs) : 0,
      epochs: settings.epochs,
      progress: run?.ended ? 1 : all > 0 ? done / all : 0,
      imagesPerSecond,
      secondsLeft: imagesPerSecond ? (all - done) / imagesPerSecond : null,
      learningRate: this.learningRate,
      engine: trainer && { kind: trainer.engine.kind, device: trainer.engine.device, why: trainer.why },
      settings,
      message: this.message,
      mixing: data && run ? data.mixing(run.place) : null,
      savedAt: this.keeper.savedAt,
    };
  }
}

/** The run stands again at its last good step; not a failure of the session. */
class RolledBack extends Error {}

function allFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}

function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
