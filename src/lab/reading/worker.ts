import { expose, transfer } from 'comlink';
import { answerOf } from '../../digits/answer-rules.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { openEngine } from '../../engines/open.ts';
import type { LabWorker } from './contract.ts';
import { fetchModel } from './model.ts';
import { Reader } from './reader.ts';

/** The worker that computes: everything but drawing happens here. */
const reader = new Reader({
  openEngine: (kind, architecture) => openEngine(kind, { architecture }),
  loadModel: fetchModel,
  normalise,
  answerOf,
});

const served: LabWorker = {
  start: (modelUrl, engines, report) => reader.start(modelUrl, engines, report),
  retry: () => reader.retry(),
  answerWith: (network) => reader.answerWith(network),
  spareGpu: (spare) => reader.spareGpu(spare),
  read: async (request) => {
    const reading = await reader.read(request);
    return reading && transfer(reading, [reading.activations.buffer]);
  },
  readNumber: (request) => reader.readNumber(request),
  slideNumber: (request) => reader.slideNumber(request),
  memory: () => reader.memory(),
  loseContext: () => reader.loseContext(),
};

expose(served);
