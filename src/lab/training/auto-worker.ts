import { expose } from 'comlink';
import { chooseTrainingEngine } from '../../engines/auto.ts';
import { openEngine } from '../../engines/open.ts';
import { engines } from '../../engines/registry.ts';
import { defaultSettings, distortionOf } from '../../run/settings/run-settings.ts';
import type { EngineChoice } from '../../storage/engine-choice.ts';

/**
 * The worker that times engines for Auto. It is one of its own so that a driver that hangs, or a step
 * that takes a second, holds up nothing; whoever waits no longer terminates it.
 */
export interface AutoWorker {
  /** The fastest engine of this device, or null when none can train. */
  choose(threads: number, batchSize: number): Promise<EngineChoice | null>;
}

/** For opening, which may compile shaders for seconds, and for each advance: beyond that an engine is none to train with. */
const limitMs = 5_000;

const served: AutoWorker = {
  async choose(threads, batchSize) {
    const { choice, why } = await chooseTrainingEngine({
      open: ({ kind, ...options }) => openEngine(kind, options),
      now: () => performance.now(),
      engines,
      threads,
      batchSize,
      distortion: distortionOf(defaultSettings),
      limitMs,
    });
    if (!choice) return null;
    const { kind, workers } = choice;
    return { kind, why, timed: engines.map(({ id }) => id), ...(workers === undefined ? {} : { workers }) };
  },
};

expose(served);
