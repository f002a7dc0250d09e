import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Batch } from '../engine.ts';
import { startHelper } from './helper-handle.ts';
import type { GradientSums, Kernels } from './kernels.ts';
import { startThread, type Thread, type ThreadEvents } from './thread.ts';

export interface TeamOptions {
  /** Threads beside the calling one. */
  readonly helpers: number;
  /** Parameters and gradients in shared memory, which the engine does where it can; handed over with every message when false. */
  readonly shared: boolean;
  /** Tests start threads that fail, and do not wait long for them. */
  readonly start?: ((events: ThreadEvents) => Thread) | undefined;
  readonly answerMs?: ((images: number) => number) | undefined;
}

/** Whether threads can share memory: always in Node, on cross-origin isolated pages in browsers. */
export function memoryCanBeShared(): boolean {
  const { crossOriginIsolated, SharedArrayBuffer: shared } = globalThis as {
    crossOriginIsolated?: boolean;
    SharedArrayBuffer?: unknown;
  };
  return shared !== undefined && crossOriginIsolated !== false;
}

export type Team = Awaited<ReturnType<typeof startTeam>>;

/**
 * Threads that compute the gradient of a batch together. Every helper gets the parameters and a share
 * of the images; the calling thread takes the first share itself. Shares are summed in the order of
 * the helpers, whoever is done first, so that the same batch and number of threads give the same bits.
 * @throws naming the helper that did not come up.
 */
export async function startTeam(kernels: Kernels, module: WebAssembly.Module, options: TeamOptions) {
  const shared = options.shared
    ? new Float32Array(new SharedArrayBuffer(lenet5.parameterCount * 4))
    : undefined;
  const helpers = Array.from({ length: options.helpers }, (_, i) =>
    startHelper(`helper ${i + 1}`, options.start ?? startThread, shared, options.answerMs),
  );
  const threads = helpers.length + 1;
  const dispose = () => {
    for (const helper of helpers) helper.terminate();
  };
  try {
    await Promise.all(helpers.map((helper) => helper.start(module)));
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    /** Resolves with the reason when a helper is lost. */
    lost: Promise.race(helpers.map((helper) => helper.lost)),
    /** Threads, the calling one included. */
    size: threads,

    /**
     * Leaves the batch's mean gradient in the kernels, like `Kernels.accumulateGradient`.
     * @throws naming the helper that failed; the team is of no use afterwards
     */
    async accumulateGradient({ digits, labels }: Batch): Promise<GradientSums> {
      const n = labels.length;
      const share = (thread: number): Batch => {
        const from = Math.floor((thread * n) / threads);
        const to = Math.floor(((thread + 1) * n) / threads);
        return {
          digits: digits.subarray(from * digitSize, to * digitSize),
          labels: labels.subarray(from, to),
        };
      };
      shared?.set(kernels.parameters);
      const asked = helpers.map((helper, i) => helper.gradient(kernels.parameters, share(i + 1), n));
      let { lossSum, correct } = kernels.accumulateGradient(share(0), n);
      for (const { gradient, sums } of await Promise.all(asked)) {
        kernels.addToGradient(gradient);
        lossSum += sums.lossSum;
        correct += sums.correct;
      }
      return { lossSum, correct };
    },

    dispose,
  };
}
