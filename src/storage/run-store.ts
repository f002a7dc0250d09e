import type { OptimiserState } from '../lenet/optimiser.ts';

/**
 * Training runs, kept in IndexedDB so that a reload, a crash or a closed lid loses seconds. Everything
 * of one save is written in one transaction: a run is found whole, as of one save, or not at all.
 * `settings` is the caller's own form, plain data, checked by the caller when it is read.
 */

/** One point of a curve. */
export interface KeptPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** What a run is without its weights: for lists and for comparing curves. */
export interface RunRecord {
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly savedAt: number;
  readonly dataName: string;
  readonly settings: unknown;
  readonly step: number;
  readonly totalSteps: number;
  /** Ended: finished or stopped. It can be looked at, and cannot go on. */
  readonly ended: boolean;
  readonly training: readonly KeptPoint[];
  readonly validation: readonly KeptPoint[];
  readonly testAccuracy: number | null;
}

/** What a run needs to go on, bit for bit. */
export interface RunProgress {
  /** Images of the epoch under way that have been trained on, and the epoch, from 1. */
  readonly epoch: number;
  readonly offset: number;
  /** Sums since the last point of the training curve. */
  readonly pending: {
    readonly steps: number;
    readonly images: number;
    readonly loss: number;
    readonly correct: number;
  };
  /** Which engine trained it: another one gives other bits. */
  readonly engine: { readonly kind: string; readonly workers: number };
  /** P floats. */
  readonly parameters: Float32Array;
  readonly optimiser: OptimiserState;
}

export interface KeptRun {
  readonly record: RunRecord;
  readonly progress: RunProgress;
}

export type SaveResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export type LoadResult =
  | { readonly ok: true; readonly run: KeptRun }
  | { readonly ok: false; readonly reason: string };

export interface RunStore {
  /**
   * Saves a run in place of its last save; `moment` also keeps these parameters for the timeline.
   * A disk that is full or forbidden is a result, and what was saved before stays.
   */
  save(run: KeptRun, moment: boolean): Promise<SaveResult>;
  /** The whole run; a reason when it is damaged, of another version, or not there. */
  load(runId: string): Promise<LoadResult>;
  /** All runs without weights, newest first. Damaged ones are left out. Empty where storage is forbidden. */
  list(): Promise<readonly RunRecord[]>;
  /** Steps of the moments that are kept of a run, ascending. */
  moments(runId: string): Promise<readonly number[]>;
  /** Parameters of one moment, P floats; null when it is not there. */
  moment(runId: string, step: number): Promise<Float32Array | null>;
  /** Forgets a run with all that belongs to it. */
  remove(runId: string): Promise<void>;
  close(): void;
}
