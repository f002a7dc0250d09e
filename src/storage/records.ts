import type { OptimiserState, UpdateRule } from '../network/optimiser.ts';
import type { NetworkProvenance } from '../network/provenance.ts';

/** What is stored of runs and networks, as the rest of the app sees it. */

/** One point of a curve: means over the steps since the point before. */
export interface KeptPoint {
  readonly step: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share right, 0..1. */
  readonly accuracy: number;
}

/** The network that a run began from, where that was not a fresh one. */
export interface RunOrigin {
  readonly name: string;
  /** In the library of this browser, if it is there; it may have gone since. */
  readonly networkId: string | null;
  /** Updates that it had had; null where that is not known. */
  readonly steps: number | null;
}

/** What a run is without its weights: for lists and for comparing curves. */
export interface RunRecord {
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly savedAt: number;
  /** Which network it trains; missing for LeNet-5. */
  readonly architecture?: string;
  /** Where its random numbers come from; missing where they come in a row, as in runs of old. */
  readonly chance?: 'counter';
  readonly dataName: string;
  readonly settings: unknown;
  readonly step: number;
  readonly totalSteps: number;
  /** Ended: finished or stopped. It can be looked at, and cannot go on. */
  readonly ended: boolean;
  readonly training: readonly KeptPoint[];
  readonly validation: readonly KeptPoint[];
  readonly testAccuracy: number | null;
  /** Missing for a run that began with a fresh network. */
  readonly origin?: RunOrigin;
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
  /** `kind` says whose moments these are; absent in runs saved by older versions. */
  readonly optimiser: OptimiserState & { readonly kind?: UpdateRule['kind'] };
  /** P floats that it began with, where the seed alone does not give them: with `origin`. */
  readonly initial?: Float32Array;
}

export interface KeptRun {
  readonly record: RunRecord;
  readonly progress: RunProgress;
}

export interface DamagedRun {
  readonly runId: string;
  /** "its weights are missing". */
  readonly reason: string;
}

/** What a network is without its weights. */
export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly provenance: NetworkProvenance;
  /** Curves of the run that it comes from, up to its step; empty where there was none. */
  readonly training: readonly KeptPoint[];
  readonly validation: readonly KeptPoint[];
}
