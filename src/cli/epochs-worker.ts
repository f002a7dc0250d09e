import { parentPort, workerData } from 'node:worker_threads';
import type { EpochWorkerData } from './epochs.ts';
import { createEpochMaker } from './training-data.ts';

const { training, recipe, seed } = workerData as EpochWorkerData;
const makeEpoch = createEpochMaker(training, recipe, seed);

parentPort?.on('message', (epoch: number) => {
  const { digits, labels } = makeEpoch(epoch);
  const transfer = [digits.buffer, labels.buffer] as ArrayBuffer[];
  parentPort?.postMessage({ digits, labels }, transfer);
});
