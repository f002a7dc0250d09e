import type { DigitSource } from '../data/sources/digit-source.ts';
import type { Engine } from '../engines/engine.ts';
import type { Architecture } from '../network/architecture.ts';
import type { RunProgress, RunRecord } from '../storage/records.ts';
import type { RunEvent } from './contract.ts';
import type { RunSettings } from './settings/run-settings.ts';
import type { RunHold } from './store/run-lock.ts';
import type { RunStore } from './store/run-store.ts';

/** The engine of a run, and why it was taken. */
export interface OpenedTrainer {
  readonly engine: Engine;
  /** Threads; 1 for engines that have none. */
  readonly workers: number;
  readonly why: string;
}

/** All that a session needs of the world, so that tests give it another. */
export interface SessionParts {
  readonly store: RunStore;
  readonly data: DataSets;
  /**
   * Opens the engine that the settings ask for.
   * @param before what trained the run so far: it goes on with the same bits there
   * @param failed what has failed and is tried last
   * @throws Error with the reasons when none opens
   */
  openTrainer(
    settings: RunSettings,
    before: EngineBefore | null,
    failed: readonly EngineBefore[],
  ): Promise<OpenedTrainer>;
  /** A small engine to look at such networks with. @throws Error with the reasons when none opens */
  openViewer(architecture: Architecture): Promise<Engine>;
  /** Keeps other tabs off a run; null when another has it. */
  holdRun(runId: string): Promise<RunHold | null>;
  /** Runs that some tab holds, this one included. */
  heldRuns(): Promise<ReadonlySet<string>>;
  /** Resolves once no tab holds the run any more. */
  runReleased(runId: string): Promise<void>;
  report(event: RunEvent): void;
  newRunId(): string;
  /** Milliseconds of a clock that only runs forward. */
  now(): number;
  /** Milliseconds since 1970. */
  date(): number;
  /** Lets the worker hear its messages. */
  breathe(): Promise<void>;
}

/** An engine that trained a run. */
export type EngineBefore = RunProgress['engine'];

/** The data sets that runs learn from. One is open at a time. */
export interface DataSets {
  readonly open: DigitSource;
  /** What a new run with these settings learns from: `open`, unless they ask for other handwriting. */
  forSettings(settings: RunSettings): DigitSource;
  /** What a stored run can go on with: `open`, unless its own data needs nothing from the person. */
  forRun(record: RunRecord): DigitSource;
  /** Opens this one in place of the one that is open. */
  use(source: DigitSource): void;
}
