import type { Engine } from '../engines/engine.ts';
import type { RunProgress } from '../storage/run-store.ts';
import type { Run, RunWeights } from './run.ts';
import type { TrainingDevice } from './run-contract.ts';
import type { RunSettings } from './run-settings.ts';
import type { EngineBefore, OpenedTrainer, SessionParts } from './session-parts.ts';

/** The engine that trains, if one is open, and whose weights it holds. */
export class TrainerSlot {
  private opened: OpenedTrainer | null = null;
  /** What the settings asked for when it was opened. */
  private asked: RunSettings['engine'] | null = null;
  private holds: Run | null = null;

  constructor(private readonly open: SessionParts['openTrainer']) {}

  get device(): TrainingDevice | null {
    const { opened } = this;
    return opened && { kind: opened.engine.kind, device: opened.engine.device, why: opened.why };
  }

  /** @throws Error when none is open */
  get engine(): Engine {
    return this.present().engine;
  }

  /** Whether the engine holds this run as it is now, and not as it was kept. */
  isAt(run: Run): boolean {
    return this.holds === run;
  }

  /**
   * Opens what the settings ask for, unless that is open.
   * @param before what trained the run so far, if anything did
   * @returns whether the run goes on on something else than before
   * @throws Error with the reasons when nothing opens
   */
  async ensure(settings: RunSettings, before: EngineBefore | null): Promise<boolean> {
    if (!this.opened || this.asked !== settings.engine) await this.reopen(settings, before);
    const { engine, workers } = this.present();
    return before !== null && (engine.kind !== before.kind || workers !== before.workers);
  }

  /** @throws Error with the reasons when nothing opens */
  async reopen(settings: RunSettings, before: EngineBefore | null): Promise<void> {
    await this.close();
    this.opened = await this.open(settings, before);
    this.asked = settings.engine;
  }

  /** What was open, for `reopen` to avoid when it has failed. */
  before(failed: boolean): EngineBefore {
    const { engine, workers } = this.present();
    return { kind: engine.kind, workers, failed };
  }

  async load(
    run: Run,
    { parameters, optimiser }: Pick<RunProgress, 'parameters' | 'optimiser'>,
  ): Promise<void> {
    await this.engine.loadParameters(parameters);
    await this.engine.loadOptimiser(optimiser);
    this.holds = run;
  }

  async weights(): Promise<RunWeights> {
    const { engine, workers } = this.present();
    return {
      engine: { kind: engine.kind, workers },
      parameters: await engine.readParameters(),
      optimiser: await engine.readOptimiser(),
    };
  }

  /** The weights are no run's any more. */
  letGo(): void {
    this.holds = null;
  }

  private async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    this.holds = null;
    // One that failed may fail here as well; it is gone either way.
    await opened?.engine.dispose().catch(() => {});
  }

  private present(): OpenedTrainer {
    if (!this.opened) throw new Error('training: expected an open engine, got none');
    return this.opened;
  }
}
