import type { Course, StepResult, Trainer } from './course.ts';
import type { Engine } from './engine.ts';

/** An engine that has a way of its own trains in that; any other is led step by step. */
export function trainerOn(engine: Engine, course: Course): Trainer {
  return engine.openTrainer?.(course) ?? stepwise(engine, course);
}

function stepwise(engine: Engine, course: Course): Trainer {
  return {
    async advance(_most, signal) {
      const { batch, rule } = await course.next(signal);
      return [{ ...(await engine.trainStep(batch, rule)), batch, rule }];
    },
  };
}

/** A loss that is no number: the network is of no use from here on. */
export class UnsoundLoss extends Error {
  constructor(readonly result: StepResult) {
    super(`expected a finite loss, got ${result.loss}`);
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
 * @param after told of every step in turn
 * @throws UnsoundLoss, EngineError, what the course or `after` throws. When the signal is aborted it returns
 */
export async function train(
  trainer: Trainer,
  left: () => number,
  signal: AbortSignal,
  after: (result: StepResult) => Promise<void> | void,
): Promise<void> {
  for (let most = left(); most > 0 && !signal.aborted; most = left()) {
    for (const result of await trainer.advance(most, signal)) {
      if (!Number.isFinite(result.loss)) throw new UnsoundLoss(result);
      await after(result);
    }
  }
}
