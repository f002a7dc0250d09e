import type { DigitSource } from '../datasets/digit-source.ts';
import type { ExportedFile, IncomingFile } from '../formats/network-file.ts';
import { initialParameters } from '../lenet/initialise.ts';
import { parameterCount } from '../lenet/spec.ts';
import { messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { randomFromSeed } from '../lib/random.ts';
import type { KeptRun } from '../storage/run-store.ts';
import { Keeper } from './keeper.ts';
import { Observer } from './observer.ts';
import { Run, type RunStart } from './run.ts';
import type { RunState, RunStatus } from './run-contract.ts';
import { exportRun, importRun } from './run-files.ts';
import { RunLoop } from './run-loop.ts';
import { defaultSettings, parseSettings, type RunSettings } from './run-settings.ts';
import { statusOf, statusWithoutRun } from './run-status.ts';
import type { SessionParts } from './session-parts.ts';
import { TrainerSlot } from './trainer-slot.ts';
import { nothingWritten } from './written-share.ts';

/**
 * A training run from start to end: idle, preparing, running, paused, finished, failed (DESIGN section 7).
 * Commands are served one after the other; one that comes while the run is under way stops it between
 * two steps first, so that nothing ever changes beneath a step.
 */
export class TrainingSession {
  private state: RunState = 'idle';
  private message: string | null = null;
  /** While there is no run. */
  private settings: RunSettings = defaultSettings;
  /** What the next run begins from: a fresh network where it is null. */
  private from: RunStart | null = null;
  private loop: RunLoop | null = null;
  private lock: { release(): void } | null = null;
  private controller = new AbortController();
  private readonly trainer: TrainerSlot;
  private readonly keeper: Keeper;
  private readonly observer: Observer;
  /** Commands wait for one another, and for the steps under way. */
  private work: Promise<unknown> = Promise.resolve();
  private steps: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: SessionParts,
    private source: DigitSource,
  ) {
    this.trainer = new TrainerSlot(parts.openTrainer);
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

  /** What runs begin from: it holds for every one from now on, and a reset comes back to it. */
  startFrom(start: RunStart | null): Promise<void> {
    return this.command(async () => {
      if (start && !isNetwork(start.parameters)) {
        return this.notify(`“${start.origin.name}” cannot be trained further: its weights are damaged.`);
      }
      this.leave();
      this.from = start;
      this.enter('idle', null);
      await this.keeper.report(null);
    });
  }

  start(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      await this.begin(settings);
      this.go(Number.POSITIVE_INFINITY);
    });
  }

  /** One batch; of a new run when there is none that can go on. */
  step(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      if (!this.loop || this.loop.run.ended) await this.begin(settings);
      this.go(1);
      await this.steps;
    });
  }

  /** Answers when the run stands and its checkpoint is saved. */
  pause(): Promise<void> {
    return this.command(async () => {});
  }

  resume(): Promise<void> {
    return this.command(async () => {
      if (this.loop && !this.loop.run.ended) this.go(Number.POSITIVE_INFINITY);
    });
  }

  /** Ends the run where it is, and measures it. */
  stop(): Promise<void> {
    return this.command(async () => {
      const { loop } = this;
      if (!loop || loop.run.ended || !this.trainer.isAt(loop.run)) return;
      await loop.finish();
      void this.measureAtEnd(loop);
    });
  }

  /** Back to the beginning; what the run left behind is still kept. */
  reset(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      this.leave();
      this.settings = settings;
      this.enter('idle', null);
      await this.keeper.report(null);
    });
  }

  /** In force from the next step on; seed and styles stay the run's own. Does not stop the run. */
  async edit(settings: RunSettings): Promise<void> {
    const run = this.loop?.run;
    const parsed = parseSettings(settings);
    if (!parsed.ok) this.notify(`Settings: ${parsed.reason}`);
    else if (run && !run.ended) run.settings = this.edited(run, parsed.settings);
    else this.settings = parsed.settings;
    this.loop?.countSteps();
    this.show();
  }

  resumeRun(runId: string): Promise<void> {
    return this.command(async () => {
      const lock = await this.parts.holdRun(runId);
      if (!lock) return this.notify('Another tab has that run open: go on there, or close it.');
      const kept = await this.keeper.load(runId);
      const refusal = kept.ok ? this.refusalOf(kept.run) : kept.reason;
      if (!kept.ok || refusal) {
        lock.release();
        return this.notify(`That run cannot be taken up: ${refusal}`);
      }
      this.leave();
      this.lock = lock;
      const run = Run.fromKept(kept.run);
      this.from = run.begun;
      this.take(run, kept.run);
      await this.keeper.report(this.loop?.run ?? null);
      if (run.ended) this.showEnded();
      else this.go(Number.POSITIVE_INFINITY);
    });
  }

  forgetRun(runId: string): Promise<void> {
    return this.inTurn(async () => {
      const run = this.loop?.run ?? null;
      if (run?.runId === runId) return;
      await this.keeper.forget(runId);
      await this.keeper.report(run);
    });
  }

  /** The run as one file, as of its last checkpoint; null when it is not here, and a notice says why. */
  async exportRun(runId: string): Promise<ExportedFile | null> {
    const { loop } = this;
    await this.keeper.written();
    const own = loop?.run.runId === runId ? loop.kept : null;
    const exported = await exportRun(this.parts.store, runId, own);
    if (exported.ok) return exported.file;
    this.notify(`This run cannot be exported: ${exported.reason}.`);
    return null;
  }

  /** Takes in a run that was exported, to be taken up like any other. The one under way goes on. */
  importRun(file: IncomingFile): Promise<void> {
    return this.inTurn(async () => {
      this.notify(await importRun(this.parts.store, file, this.parts.newRunId()));
      await this.keeper.report(this.loop?.run ?? null);
    });
  }

  /** @param digit 784 bytes */
  setProbe(digit: Uint8Array): Promise<void> {
    this.observer.probe = digit;
    return this.look();
  }

  /** Shows the network of a moment of the timeline, or of now again (null). */
  async showMoment(step: number | null): Promise<void> {
    const { loop } = this;
    if (!loop) return;
    const parameters = step === null ? null : await this.keeper.moment(loop.run.runId, step);
    if (step !== null && !parameters) {
      return this.notify(`The network of step ${formatCount(step)} is no longer kept.`);
    }
    this.observer.pinned = step !== null && parameters ? { step, parameters } : null;
    await this.look();
  }

  /** Measures the whole test set with the network that is shown. */
  async test(): Promise<void> {
    const { loop } = this;
    if (!loop || !this.trainer.isAt(loop.run)) return;
    const { pinned } = this.observer;
    const step = pinned?.step ?? loop.run.step;
    await this.measure(loop, step, pinned?.parameters ?? (await this.trainer.engine.readParameters()));
  }

  stopTest(): void {
    this.observer.stopTest();
  }

  /** Other data: the run under way is left, with its checkpoint. */
  changeSource(source: DigitSource): Promise<void> {
    return this.command(async () => {
      this.leave();
      this.source = source;
      this.enter('idle', null);
      await this.keeper.report(null);
    });
  }

  /** Whether there is a run that can go on. */
  get goesOn(): boolean {
    return this.loop !== null && !this.loop.run.ended;
  }

  setVisible(visible: boolean): void {
    this.observer.visible = visible;
  }

  loseDevice(): boolean {
    if (!this.trainer.device || !this.trainer.engine.loseDevice) return false;
    this.trainer.engine.loseDevice();
    return true;
  }

  /** Why a kept run cannot be taken up here; null when it can. */
  private refusalOf({ record }: KeptRun): string | null {
    if (record.dataName !== this.source.name) {
      return `it learns from ${record.dataName}, and ${this.source.name} is open. Open its files first`;
    }
    const settings = parseSettings(record.settings);
    return settings.ok ? null : `its settings are of another version (${settings.reason})`;
  }

  private edited(run: Run, wanted: RunSettings): RunSettings {
    const { seed, stylesOff, syntheticShare } = run.settings;
    const edited = { ...wanted, seed, stylesOff };
    const refusal = nothingWritten(run.dataName, edited);
    if (!refusal) return edited;
    this.notify(`This run has no styles to mix in: ${refusal}`);
    return { ...edited, syntheticShare };
  }

  private async begin(settings: RunSettings): Promise<void> {
    const parsed = parseSettings(settings);
    if (!parsed.ok) throw new Error(`Settings: ${parsed.reason}`);
    const refusal = nothingWritten(this.source.name, parsed.settings);
    if (refusal) throw new Error(refusal);
    this.leave();
    const runId = this.parts.newRunId();
    this.lock = await this.parts.holdRun(runId);
    this.settings = parsed.settings;
    const { from } = this;
    const run = new Run(runId, this.parts.date(), this.source.name, parsed.settings, from);
    const blank = () => new Float32Array(parameterCount);
    const untrained = {
      engine: { kind: '', workers: 0 },
      parameters: from?.parameters ?? initialParameters(randomFromSeed(parsed.settings.seed)),
      optimiser: { step: 0, first: blank(), second: blank() },
    };
    this.take(run, run.kept(untrained, run.startedAt));
    await this.keeper.report(run);
  }

  private take(run: Run, kept: KeptRun): void {
    const { now, date, breathe } = this.parts;
    this.loop = new RunLoop(run, kept, {
      now,
      date,
      breathe,
      source: this.source,
      trainer: this.trainer,
      keeper: this.keeper,
      observer: this.observer,
      enter: (state, message) => this.enter(state, message),
      show: () => this.show(),
      notify: (text) => this.notify(text),
    });
  }

  /** Lets go of the run; its last checkpoint stays. */
  private leave(): void {
    this.observer.stopTest();
    this.observer.pinned = null;
    this.trainer.letGo();
    this.loop = null;
    this.lock?.release();
    this.lock = null;
  }

  private go(steps: number): void {
    const { loop } = this;
    if (!loop) return;
    this.observer.pinned = null;
    this.controller = new AbortController();
    this.steps = loop.train(steps, this.controller.signal).then(() => {
      if (loop.run.ended) void this.measureAtEnd(loop);
    });
  }

  private showEnded(): void {
    const { loop } = this;
    if (!loop) return;
    this.steps = loop.showEnd().then((shown) => {
      // Its test digits may have come only now.
      if (shown) void this.measureAtEnd(loop).then(() => this.look());
    });
  }

  /** Not waited for: commands are heard while the test set is measured. */
  private async measureAtEnd(loop: RunLoop): Promise<void> {
    await this.measure(loop, loop.run.step, await this.trainer.engine.readParameters());
  }

  private async measure(loop: RunLoop, step: number, parameters: Float32Array): Promise<void> {
    const { run } = loop;
    try {
      const result = await this.observer.test(run.runId, step, parameters);
      if (!result || !run.ended || step !== run.step) return;
      run.testAccuracy = result.right / result.total;
      await this.inTurn(async () => {
        if (this.loop === loop && this.trainer.isAt(run)) await loop.keepAgain();
      });
    } catch (error) {
      this.notify(`The test set could not be measured: ${messageOf(error)}`);
    }
  }

  private async look(): Promise<void> {
    const { loop } = this;
    if (loop && this.trainer.isAt(loop.run)) await loop.look();
  }

  /** Stops the run between two steps, then does what was asked. */
  private command(task: () => Promise<void>): Promise<void> {
    this.controller.abort(new Error('stopped'));
    return this.inTurn(async () => {
      // Once more: an earlier command in the queue may have set it going again.
      this.controller.abort(new Error('stopped'));
      await this.steps;
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
    this.parts.report({ type: 'status', status: this.status() });
  }

  private status(): RunStatus {
    const { state, message, loop, settings, from } = this;
    const session = { state, message, engine: this.trainer.device, savedAt: this.keeper.savedAt };
    return loop ? statusOf(session, loop) : statusWithoutRun(session, settings, from);
  }
}

function isNetwork(parameters: Float32Array): boolean {
  return parameters.length === parameterCount && parameters.every(Number.isFinite);
}
