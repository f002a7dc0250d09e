import type { DigitSource } from '../data/sources/digit-source.ts';
import { openFiles } from '../data/sources/file-source.ts';
import type { ExportedFile } from '../formats/network-file.ts';
import { t } from '../language/language.ts';
import { cleanName } from '../lib/clean-name.ts';
import { messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { randomFromSeed } from '../lib/random.ts';
import { refusedFor } from '../lib/result.ts';
import { overflowReason } from '../network/answerable.ts';
import type { Architecture } from '../network/architecture.ts';
import { architectureNamed } from '../network/architecture-names.ts';
import { initialParameters } from '../network/initialise.ts';
import type { KeptRun } from '../storage/records.ts';
import { dataTitle } from '../storage/stored-titles.ts';
import type { RunStart, RunState } from './contract.ts';
import { Keeper } from './keeper.ts';
import { freshRun, type LoadedRun, loadedRun } from './kept-run.ts';
import { Observer } from './observer.ts';
import { exportRun, importRun, sortedFiles } from './run-files.ts';
import { RunLoop } from './run-loop.ts';
import type { SessionParts } from './session-parts.ts';
import { editedSettings, parseSettings, type RunSettings, settingsTrouble } from './settings/run-settings.ts';
import { after, beforeAnyRun, goesOn, type Happening, type SessionState, statusOf } from './state.ts';
import { TrainerSlot } from './trainer-slot.ts';
import { nothingWritten } from './written-share.ts';

/**
 * A training run from start to end: idle, preparing, running, paused, finished or failed. Commands are
 * served one after the other, data and files included; one that comes while a run trains stops it between
 * two steps first, so that nothing ever changes beneath a step. Whatever fails, the next command is served.
 * What each command does stands in the contract.
 */
export class TrainingSession {
  private state: SessionState = beforeAnyRun;
  /** Of the run that is loaded. */
  private loop: RunLoop | null = null;
  private lock: { release(): void } | null = null;
  private controller = new AbortController();
  private readonly trainer: TrainerSlot;
  private readonly keeper: Keeper;
  private readonly observer: Observer;
  /** Commands wait for one another, and for the steps under way. Neither ever rejects. */
  private work: Promise<unknown> = Promise.resolve();
  private steps: Promise<void> = Promise.resolve();
  /** While a run waits for data: stops listening for it. */
  private stopWaiting: () => void = () => {};

  constructor(private readonly parts: SessionParts) {
    this.trainer = new TrainerSlot(parts.openTrainer);
    this.keeper = new Keeper(parts, () => this.state.run);
    this.observer = new Observer(
      parts,
      () => parts.data.open,
      () => this.state,
    );
  }

  open(): Promise<void> {
    return this.inTurn(async () => {
      this.show();
      await this.keeper.report();
    });
  }

  /** Opens what looks at networks ahead of the first run, which may begin without a network connection. */
  warmUp(): Promise<void> {
    return this.observer.open();
  }

  /** What runs begin from: it holds for every one from now on, and a reset comes back to it. */
  startFrom(start: RunStart | null): Promise<void> {
    return this.command(async () => {
      const trouble = start && troubleOf(architectureNamed(start.architecture), start.parameters);
      if (start && trouble) {
        return this.notify(t`“${start.origin.name}” cannot be trained further: ${trouble}.`);
      }
      this.happen({ type: 'starts from', from: start });
      await this.beIdle();
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
      if (!goesOn(this.state)) await this.begin(settings);
      this.go(1);
      await this.steps;
    });
  }

  pause(): Promise<void> {
    return this.command(async () => {});
  }

  /** Pauses, and holds no engine until the run goes on. */
  rest(): Promise<void> {
    return this.command(async () => {
      await this.trainer.close();
      await this.observer.close();
    });
  }

  resume(): Promise<void> {
    return this.command(async () => {
      if (goesOn(this.state)) this.go(Number.POSITIVE_INFINITY);
    });
  }

  stop(): Promise<void> {
    return this.command(async () => {
      const { loop } = this;
      const { run } = this.state;
      if (!loop || !run || run.ended) return;
      // Nothing has been trained, so there is nothing to end and to measure.
      if (run.step === 0) return this.beIdle();
      await loop.finish();
      void this.measureAtEnd();
    });
  }

  reset(settings: RunSettings): Promise<void> {
    return this.command(async () => {
      this.happen({ type: 'chosen', settings });
      await this.beIdle();
    });
  }

  /** In force from the next step on; what is for the next run stays the run's own. Does not stop the run. */
  edit(settings: RunSettings): Promise<void> {
    return this.inTurn(async () => {
      const { loop } = this;
      const { run, phase } = this.state;
      const parsed = parseSettings(settings);
      if (!parsed.ok) this.notify(t`Settings: ${parsed.reason}`);
      else if (loop && run && !run.ended) {
        this.happen({ type: 'edited', settings: this.edited(run, parsed.settings) });
        loop.countSteps();
        // While it trains, the next checkpoint has them.
        if (phase !== 'running') await loop.keepAgain();
      } else this.happen({ type: 'chosen', settings: parsed.settings });
      this.show();
    });
  }

  resumeRun(runId: string): Promise<void> {
    return this.command(async () => {
      if (goesOn(this.state) && this.state.run?.runId === runId) return this.go(Number.POSITIVE_INFINITY);
      const lock = await this.parts.holdRun(runId);
      if (!lock) return this.notify(t`This run is open in another tab. Continue there, or close that tab.`);
      const loaded = await this.keeper.load(runId);
      const source = loaded.ok ? this.parts.data.forRun(loaded.run.record) : null;
      const refusal = !loaded.ok ? loaded.reason : source && refusalOf(loaded.run, source);
      if (!loaded.ok || !source || refusal) {
        lock.release();
        return this.notify(t`That run cannot be resumed: ${refusal ?? ''}`);
      }
      this.leave();
      this.parts.data.use(source);
      this.lock = lock;
      const run = loadedRun(loaded.run);
      this.happen({ type: 'starts from', from: run.begun });
      await this.take(run);
      if (run.ended) this.showEnded();
      else this.go(Number.POSITIVE_INFINITY);
    });
  }

  forgetRun(runId: string): Promise<void> {
    return this.inTurn(async () => {
      if (this.state.run?.runId === runId) return;
      await this.keeper.forget(runId);
      await this.keeper.report();
    });
  }

  /** The run as one file, as of its last checkpoint; null when it is not here, and a notice says why. */
  async exportRun(runId: string): Promise<ExportedFile | null> {
    await this.keeper.written();
    const { run } = this.state;
    const own = run?.runId === runId ? run.sound : null;
    const exported = await exportRun(this.parts.store, runId, own).catch(refusedFor);
    if (exported.ok) return exported.file;
    this.notify(t`This run cannot be exported: ${exported.reason}.`);
    return null;
  }

  /**
   * Files from the person's disk: runs that were exported, to be resumed like any other, while the one
   * under way trains on; or images, which are learned from in place of the open data.
   */
  takeFiles(files: readonly File[]): Promise<void> {
    return this.inTurn(async () => {
      const { runs, others } = await sortedFiles(files);
      for (const file of runs) {
        this.notify(await importRun(this.parts.store, file, this.parts.newRunId()));
      }
      if (runs.length > 0) await this.keeper.report();
      if (others.length === 0) return;
      const read = await openFiles(others);
      if (read.ok) await this.change(read.source);
      else this.notify(read.reason);
    });
  }

  /** Other data: the run under way is left, with its checkpoint. @param open called in turn */
  changeSource(open: () => DigitSource): Promise<void> {
    return this.inTurn(() => this.change(open()));
  }

  async setProbe(digit: Uint8Array): Promise<void> {
    this.observer.probe = digit;
    await this.loop?.look();
  }

  async showMoment(step: number | null): Promise<boolean> {
    let isThere = step === null;
    await this.inTurn(async () => {
      const { loop } = this;
      const { run } = this.state;
      if (!loop || !run) return;
      const parameters = step === null ? null : await this.keeper.moment(run.runId, step);
      if (step !== null && !parameters) {
        return this.notify(t`The snapshot at step ${formatCount(step)} is no longer stored.`);
      }
      isThere = true;
      const pinned = step !== null && parameters ? { step, parameters } : null;
      this.happen({ type: 'pinned', pinned });
      await loop.look();
    });
    return isThere;
  }

  /** Measures the whole test set with the network that is shown, as of the last checkpoint while it trains. */
  async test(): Promise<void> {
    let measured: Promise<void> | undefined;
    await this.inTurn(async () => {
      const { run, pinned } = this.state;
      if (!run) return;
      const { record, progress } = run.sound;
      const { step, parameters } = pinned ?? { step: record.step, parameters: progress.parameters };
      measured = this.measure(run.runId, step, parameters);
    });
    await measured;
  }

  stopTest(): void {
    this.observer.stopTest();
  }

  setVisible(visible: boolean): void {
    this.observer.visible = visible;
  }

  async saveNow(): Promise<void> {
    await this.loop?.saveSoon();
  }

  loseDevice(): boolean {
    if (!this.trainer.device || !this.trainer.engine.loseDevice) return false;
    this.trainer.engine.loseDevice();
    return true;
  }

  private edited(run: LoadedRun, wanted: RunSettings): RunSettings {
    const { syntheticShare } = run.settings;
    const edited = editedSettings(run.settings, wanted);
    const trouble = settingsTrouble(edited);
    if (trouble) {
      this.notify(trouble);
      return run.settings;
    }
    const refusal = nothingWritten(run.dataName, edited);
    if (!refusal) return edited;
    this.notify(refusal);
    return { ...edited, syntheticShare };
  }

  private async begin(settings: RunSettings): Promise<void> {
    const parsed = parseSettings(settings);
    if (!parsed.ok) throw new Error(t`Settings: ${parsed.reason}`);
    const { data } = this.parts;
    const { from } = this.state;
    // What is trained further stays the network that it is.
    const chosen = from ? { ...parsed.settings, network: from.architecture } : parsed.settings;
    const architecture = architectureNamed(chosen.network);
    const trouble = settingsTrouble(chosen);
    if (trouble) throw new Error(trouble);
    const source = data.forSettings(chosen);
    const refusal = nothingWritten(source.name, chosen);
    if (refusal) throw new Error(refusal);
    this.leave();
    data.use(source);
    const runId = this.parts.newRunId();
    this.lock = await this.parts.holdRun(runId);
    this.happen({ type: 'chosen', settings: chosen });
    const blank = () => new Float32Array(architecture.parameterCount);
    const untrained = {
      engine: { kind: '', workers: 0 },
      parameters: from?.parameters ?? initialParameters(architecture, randomFromSeed(chosen.seed)),
      optimiser: { step: 0, first: blank(), second: blank() },
    };
    const [startedAt, dataName] = [this.parts.date(), source.name];
    const fresh = { runId, startedAt, dataName, architecture, chance: 'counter', begun: from } as const;
    await this.take(freshRun({ ...fresh, settings: chosen }, untrained));
  }

  private async take(run: LoadedRun): Promise<void> {
    const { now, date, breathe, data } = this.parts;
    this.happen({ type: 'loaded', run });
    // What it does after it has been left no longer happens.
    const isLoaded = () => this.loop === loop;
    const loop = new RunLoop({
      run: () => this.state.run ?? run,
      happen: (happening) => {
        if (isLoaded()) this.happen(happening);
      },
      now,
      date,
      breathe,
      source: data.open,
      trainer: this.trainer,
      keeper: this.keeper,
      observer: this.observer,
      enter: (state, message) => this.enter(state, message),
      show: () => this.show(),
      notify: (text) => this.notify(text),
    });
    this.loop = loop;
    // The page shows this run from here on, and drops what it hears of others.
    this.enter('preparing', null);
    await this.keeper.report();
  }

  /** Lets go of the run; its last checkpoint stays. */
  private leave(): void {
    this.observer.stopTest();
    this.trainer.letGo();
    this.loop = null;
    this.happen({ type: 'left' });
    this.lock?.release();
    this.lock = null;
  }

  private async beIdle(): Promise<void> {
    this.leave();
    this.enter('idle', null);
    await this.keeper.report();
  }

  private async change(source: DigitSource): Promise<void> {
    const { data } = this.parts;
    if (source === data.open) return;
    await this.halt();
    data.use(source);
    await this.beIdle();
  }

  private go(steps: number): void {
    const { loop } = this;
    if (!loop) return;
    this.happen({ type: 'pinned', pinned: null });
    this.controller = new AbortController();
    this.follow(loop.train(steps, this.controller.signal), () => {
      const { run } = this.state;
      if (run?.ended) void this.measureAtEnd();
      if (run && run.waitsForData !== null) this.waitForData(loop);
    });
  }

  /** Later commands wait for these steps, so they must never reject. */
  private follow(steps: Promise<void>, next: () => void): void {
    this.steps = steps.then(next).catch((error) => this.enter('failed', messageOf(error)));
  }

  /** The run goes on by itself as soon as its source has something to load from again. */
  private waitForData(loop: RunLoop): void {
    const stop = this.parts.data.open.subscribe(({ parts }) => {
      if (parts.train.state === 'failed') return;
      stop();
      void this.inTurn(async () => {
        const left = this.state.run?.waitsForData;
        if (this.loop === loop && typeof left === 'number') this.go(left);
      });
    });
    this.stopWaiting = stop;
  }

  private showEnded(): void {
    const { loop } = this;
    if (!loop) return;
    this.follow(loop.showEnd(), () => {
      // Its test digits may have come only now.
      void this.measureAtEnd().then(() => loop.look());
    });
  }

  /** Not waited for: commands are heard while the test set is measured. */
  private async measureAtEnd(): Promise<void> {
    const { run } = this.state;
    if (run) await this.measure(run.runId, run.step, run.sound.progress.parameters);
  }

  private async measure(runId: string, step: number, parameters: Float32Array): Promise<void> {
    try {
      const result = await this.observer.test(runId, step, parameters);
      const { run } = this.state;
      if (!result || run?.runId !== runId || !run.ended || step !== run.step) return;
      this.happen({ type: 'tested', accuracy: result.right / result.total });
      await this.inTurn(async () => {
        if (this.state.run?.runId === runId) await this.loop?.keepAgain();
      });
    } catch (error) {
      this.notify(t`The test set could not be measured: ${messageOf(error)}`);
    }
  }

  /** Stops the run between two steps, then does what was asked. */
  private command(task: () => Promise<void>): Promise<void> {
    this.controller.abort(new Error('stopped'));
    return this.inTurn(async () => {
      // An earlier command in the queue may have set it going again.
      await this.halt();
      await task();
    });
  }

  private async halt(): Promise<void> {
    this.controller.abort(new Error('stopped'));
    await this.steps;
    this.stopWaiting();
    this.happen({ type: 'waits for data', left: null });
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.work.then(task).catch((error) => {
      // A run that stands or trains is none the worse for a command that failed.
      if (this.loop) {
        this.notify(messageOf(error));
        this.show();
      } else this.enter('failed', messageOf(error));
    });
    this.work = done;
    return done;
  }

  private enter(state: RunState, message: string | null): void {
    this.happen({ type: 'entered', phase: state, message });
    this.show();
  }

  /** For the person to know, until they dismiss it; the state's own message stands beside it. */
  private notify(text: string): void {
    this.parts.report({ type: 'notice', text });
  }

  private happen(happening: Happening): void {
    this.state = after(this.state, happening);
  }

  private show(): void {
    const { loop } = this;
    const status = statusOf(this.state, {
      engine: this.trainer.device,
      savedAt: this.keeper.savedAt,
      data: loop?.data ?? null,
      imagesPerSecond: loop?.meter.imagesPerSecond() ?? null,
      steady: loop?.meter.isSteady() ?? false,
    });
    this.parts.report({ type: 'status', status });
  }
}

/** Why a stored run cannot be resumed here; null when it can. */
function refusalOf({ record }: KeptRun, source: DigitSource): string | null {
  // Names lose marks that cannot be seen when they are stored.
  if (record.dataName !== cleanName(source.name)) {
    return t`it learns from ${dataTitle(record.dataName)}, and ${dataTitle(source.name)} is open. Open its files first`;
  }
  const settings = parseSettings(record.settings);
  return settings.ok ? null : t`its settings are of another version (${settings.reason})`;
}

/** Why a network cannot be trained further; null when it can. */
function troubleOf(architecture: Architecture, parameters: Float32Array): string | null {
  const isSound = parameters.length === architecture.parameterCount && parameters.every(Number.isFinite);
  return isSound ? overflowReason(architecture, parameters) : t`its weights are damaged`;
}
