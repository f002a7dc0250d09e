import type { Place } from '../engines/course.ts';
import type { Engine } from '../engines/engine.ts';
import { untilLost } from '../engines/until-lost.ts';
import type { RunProgress } from '../storage/records.ts';
import type { TrainingDevice } from './contract.ts';
import type { LoadedRun, RunWeights } from './kept-run.ts';
import type { EngineBefore, OpenedTrainer, SessionParts } from './session-parts.ts';
import type { RunSettings } from './settings/run-settings.ts';

type Optimiser = RunSettings['optimiser'];

/** Adam and AdamW share theirs. */
function momentsKind(optimiser: Optimiser): Optimiser {
  return optimiser === 'adamw' ? 'adam' : optimiser;
}

/** The engine that trains, if one is open, and whose weights it holds. */
export class TrainerSlot {
  private opened: OpenedTrainer | null = null;
  /** What the settings asked for when it was opened. */
  private asked: Pick<RunSettings, 'engine' | 'network'> | null = null;
  /** The id of a run. */
  private holds: string | null = null;
  /** The optimiser that the engine's moments belong to. */
  private momentsOf: Optimiser | null = null;
  /** The epoch that the curvature was measured for which it holds; null for one that was loaded, or none. */
  private curvatureFor: number | null = null;

  constructor(private readonly open: SessionParts['openTrainer']) {}

  get device(): TrainingDevice | null {
    const { opened } = this;
    return opened && { kind: opened.engine.kind, device: opened.engine.device, why: opened.why };
  }

  /** @throws Error when none is open */
  get engine(): Engine {
    return this.present().engine;
  }

  /** The engine as a run remembers it; null when none is open. */
  get now(): EngineBefore | null {
    return this.opened && { kind: this.opened.engine.kind, workers: this.opened.workers };
  }

  /** Whether the engine holds this run as it is now, and not as it was saved. */
  isAt(runId: string): boolean {
    return this.holds === runId;
  }

  /**
   * Opens what the settings ask for, unless that is open.
   * @param before what trained the run so far, if anything did
   * @param failed what is tried last
   * @returns whether the run continues on something else than before
   * @throws Error with the reasons when nothing opens
   */
  async ensure(
    settings: RunSettings,
    before: EngineBefore | null,
    failed: readonly EngineBefore[],
  ): Promise<boolean> {
    const { engine: asked, network } = settings;
    if (!this.opened || this.asked?.engine !== asked || this.asked.network !== network) {
      await this.close();
      const opened = await this.open(settings, before, failed);
      this.opened = { ...opened, engine: untilLost(opened.engine) };
      this.asked = { engine: asked, network };
    }
    const { engine, workers } = this.present();
    return before !== null && (engine.kind !== before.kind || workers !== before.workers);
  }

  async load(
    run: Pick<LoadedRun, 'runId' | 'settings'>,
    { parameters, optimiser }: Pick<RunProgress, 'parameters' | 'optimiser'>,
  ): Promise<void> {
    this.holds = null;
    await this.engine.loadParameters(parameters);
    await this.engine.loadOptimiser(optimiser);
    this.holds = run.runId;
    // Runs saved by older versions do not say, and were saved with the settings that they trained with.
    this.momentsOf = optimiser.kind ?? run.settings.optimiser;
    this.curvatureFor = null;
  }

  /**
   * Momentum, Adam's moments and the curvature mean different things: after a change from one to another, none holds.
   * The curvature is measured before each epoch.
   * @param measure gives it, P floats
   */
  async prepareMoments(
    optimiser: Optimiser,
    { epoch, offset }: Place,
    measure: (engine: Engine) => Promise<Float32Array>,
  ): Promise<void> {
    const before = this.momentsOf;
    const blank = () => new Float32Array(this.engine.architecture.parameterCount);
    const changed = before !== null && momentsKind(before) !== momentsKind(optimiser);
    if (changed) {
      await this.engine.loadOptimiser({ step: 0, first: blank(), second: blank() });
      this.curvatureFor = null;
    }
    this.momentsOf = optimiser;
    const due = optimiser === 'levenberg-marquardt' && (changed || offset === 0);
    if (!due || this.curvatureFor === epoch) return;
    const second = await measure(this.engine);
    const { step } = await this.engine.readOptimiser();
    await this.engine.loadOptimiser({ step, first: blank(), second });
    this.curvatureFor = epoch;
  }

  async weights(): Promise<RunWeights> {
    const { engine, workers } = this.present();
    const parameters = await engine.readParameters();
    const optimiser = await engine.readOptimiser();
    return {
      engine: { kind: engine.kind, workers },
      parameters,
      optimiser: { ...optimiser, ...(this.momentsOf && { kind: this.momentsOf }) },
    };
  }

  /** The weights are no run's any more. */
  letGo(): void {
    this.holds = null;
  }

  /** What has failed is not used again; the next run opens an engine of its own. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    this.holds = null;
    this.momentsOf = null;
    this.curvatureFor = null;
    // One that failed may fail here as well; it is gone either way.
    await opened?.engine.dispose().catch(() => {});
  }

  private present(): OpenedTrainer {
    if (!this.opened) throw new Error('training: expected an open engine, got none');
    return this.opened;
  }
}
