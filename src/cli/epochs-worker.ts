import { parentPort, workerData } from 'node:worker_threads';
import type { EpochWorkerData } from './epochs.ts';
import { makeEpoch } from './training-data.ts';

const { training, augmentation, seed } = workerData as EpochWorkerData;

parentPort?.on('message', (epoch: number) => {
  const { digits, labels } = makeEpoch(training, augmentation, seed, epoch);
  const transfer = [digits.buffer, labels.buffer] as ArrayBuffer[];
  parentPort?.postMessage({ digits, labels }, transfer);
});
