import type { UpdateRule } from '../../network/optimiser.ts';
import type { Batch } from '../course.ts';
import type { GradientSums, Kernels } from './kernels.ts';
import type { Thread, ThreadEvents } from './thread.ts';

export interface TeamOptions {
  /** Threads beside the calling one. */
  readonly helpers: number;
  /** Tests start threads that fail, and do not wait long for them. */
  readonly start?: ((events: ThreadEvents) => Thread) | undefined;
  readonly answerMs?: ((images: number) => number) | undefined;
}

/** How long a helper may take to come up, and for a batch. */
export const startMs = 20_000;
export const answerMs = (images: number) => 10_000 + 5 * images;

/** Threads that train together. The calling thread is one of them, and may be all. */
export interface Team {
  /** Of the calling thread. They have the parameters, and after `gradient` the batch's mean gradient. */
  readonly kernels: Kernels;
  /** Threads, the calling one included. */
  readonly size: number;
  readonly bytes: number;
  /** Resolves with the reason when a helper is lost; pending otherwise. */
  readonly lost: Promise<string>;
  /** Why the parameters are of no use: a helper failed while it changed its part of them. */
  readonly torn: string | null;

  /** @throws naming the helper that failed; the team is of no use afterwards */
  gradient(batch: Batch): Promise<GradientSums>;
  /** And updates the parameters. @param number of this update, from 1 */
  step(batch: Batch, rule: UpdateRule, number: number): Promise<GradientSums>;
  dispose(): void;
}

/** Whether threads can share memory: always in Node, on cross-origin isolated pages in browsers. */
export function memoryCanBeShared(): boolean {
  const { crossOriginIsolated, SharedArrayBuffer: shared } = globalThis as {
    crossOriginIsolated?: boolean;
    SharedArrayBuffer?: unknown;
  };
  return shared !== undefined && crossOriginIsolated !== false;
}
