import { lenet5 } from '../../network/lenet-5.ts';
import type { KeptRun, RunRecord } from '../../storage/records.ts';

/** A run for tests, every number of which tells its step. */
export function keptRun(runId: string, changes: Partial<RunRecord> = {}): KeptRun {
  const { step = 5, ended = false } = changes;
  return {
    record: {
      runId,
      startedAt: 1000,
      savedAt: 2000 + step,
      dataName: 'MNIST',
      settings: { seed: 1 },
      step,
      totalSteps: ended ? step : 9380,
      ended,
      training: [{ step, loss: 1 / 3, accuracy: 0.1 }],
      validation: [],
      testAccuracy: null,
      ...changes,
    },
    progress: {
      epoch: 1,
      offset: step * 64,
      pending: { steps: 1, images: 64, loss: 0.25, correct: 60 },
      engine: { kind: 'wasm', workers: 2 },
      parameters: new Float32Array(lenet5.parameterCount).fill(step),
      optimiser: {
        step,
        first: new Float32Array(lenet5.parameterCount).fill(step),
        second: new Float32Array(lenet5.parameterCount).fill(step),
      },
    },
  };
}
