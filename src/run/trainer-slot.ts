import type { Engine } from '../engines/engine.ts';
import { untilLost } from '../engines/until-lost.ts';
import type { RunProgress } from '../storage/records.ts';
import type { TrainingDevice } from './contract.ts';
import type { LoadedRun, RunWeights } from './kept-run.ts';
import type { EngineBefore, OpenedTrainer, SessionParts } from './session-parts.ts';
import type { RunSettings } from './settings/run-settings.ts';

type Optimiser = RunSettings['optimiser'];

/** The engine that trains, if one is open, and whose weights it holds. */
export class TrainerSlot {
  private opened: OpenedTrainer | null = null;
  /** What the settings asked for when it was opened. */
  private asked: RunSettings['engine'] | null = null;
  /** The id of a run. */
  private holds: string | null = null;
  /** The optimiser that the engine's moments belong to. */
  private momentsOf: Optimiser | null = null;

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
    if (!this.opened || this.asked !== settings.engine) {
      await this.close();
      const opened = await this.open(settings, before, failed);
      this.opened = { ...opened, engine: untilLost(opened.engine) };
      this.asked = settings.engine;
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
  }

  /** Momentum and Adam's moments mean different things: after a change from one to the other, neither holds. */
  async prepareMoments(optimiser: Optimiser): Promise<void> {
    const before = this.momentsOf;
    if (before !== null && (before === 'sgd') !== (optimiser === 'sgd')) {
      const blank = () => new Float32Array(this.engine.architecture.parameterCount);
      await this.engine.loadOptimiser({ step: 0, first: blank(), second: blank() });
    }
    this.momentsOf = optimiser;
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
    // One that failed may fail here as well; it is gone either way.
    await opened?.engine.dispose().catch(() => {});
  }

  private present(): OpenedTrainer {
    if (!this.opened) throw new Error('training: expected an open engine, got none');
    return this.opened;
  }
}
