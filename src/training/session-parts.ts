import type { Engine } from '../engines/engine.ts';
import type { RunStore } from '../storage/run-store.ts';
import type { RunEvent } from './run-contract.ts';
import type { RunSettings } from './run-settings.ts';

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
  /**
   * Opens the engine that the settings ask for. `before` trained the run so far, or failed at it.
   * @throws Error with the reasons when none opens
   */
  openTrainer(settings: RunSettings, before: EngineBefore | null): Promise<OpenedTrainer>;
  /** A small engine to look at networks with. @throws Error with the reasons when none opens */
  openViewer(): Promise<Engine>;
  /** Keeps other tabs off a run; null when another has it. */
  holdRun(runId: string): Promise<{ release(): void } | null>;
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

export interface EngineBefore {
  readonly kind: string;
  readonly workers: number;
  readonly failed: boolean;
}
