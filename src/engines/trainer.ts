import { t } from '../language/language.ts';
import type { Course, StepResult, Trainer } from './course.ts';
import type { Engine } from './engine.ts';

/** An engine that can hold the course trains in its own way; any other is led step by step. */
export function trainerOn(engine: Engine, course: Course): Trainer {
  return {
    async advance(most, signal) {
      const whole = engine.advance && (await course.resident?.());
      const taken = whole && (await engine.advance?.(whole, most, signal));
      if (taken) return taken;
      const { batch, rule } = await course.next(signal);
      const result = await engine.trainStep(batch, rule);
      return [{ ...result, images: batch.labels.length, rule, batch: async () => batch }];
    },
  };
}

/** A loss that is no number: the network is of no use from here on. */
export class UnsoundLoss extends Error {
  /** @param before steps of the same advance whose losses were sound */
  constructor(
    readonly result: StepResult,
    readonly before: number,
  ) {
    super(t`expected a finite loss, got ${result.loss}`);
  }
}

/** Says where, for whoever takes it no further. */
export function unsoundAt(place: () => string): (error: unknown) => never {
  return (error) => {
    throw error instanceof UnsoundLoss ? new Error(`${place()}: ${error.message}`) : error;
  };
}

/**
 * The one training loop: of runs, of learning one's own digits, of the command line, and of timing engines.
 * @param left steps still to take, asked before each advance
 * @param after told of the steps of an advance, at least one; the engine stands after the last of them
 * @throws UnsoundLoss, EngineError, what the course or `after` throws. When the signal is aborted it returns
 */
export async function train(
  trainer: Trainer,
  left: () => number,
  signal: AbortSignal,
  after: (results: readonly StepResult[]) => Promise<void> | void,
): Promise<void> {
  for (let most = left(); most > 0 && !signal.aborted; most = left()) {
    const results = await trainer.advance(most, signal);
    const before = results.findIndex(({ loss }) => !Number.isFinite(loss));
    const unsound = results[before];
    if (unsound) throw new UnsoundLoss(unsound, before);
    await after(results);
  }
}
