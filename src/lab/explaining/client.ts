import { workerName } from '../../language/language.ts';
import { type Ask, WorkerService } from '../../lib/worker-service.ts';
import type { ExplainingWorker } from './contract.ts';

/** The worker's calls. They reject with what was wrong, and when the worker ends; the next call starts another. */
export interface Explainer extends ExplainingWorker {
  readonly dispose: () => void;
}

export function createExplainer(): Explainer {
  const service = new WorkerService<ExplainingWorker>({
    create: () =>
      new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: workerName('explainer') }),
  });
  const call = <Answer>(ask: Ask<ExplainingWorker, Answer>) => {
    service.start();
    return service.call(ask);
  };
  return {
    smallRun: (asked, report) => call((worker) => worker.smallRun(asked, service.listen(report))),
    stopSmallRun: () => call((worker) => worker.stopSmallRun()),
    memory: () => call((worker) => worker.memory()),
    classify: (...asked) => call((worker) => worker.classify(...asked)),
    forward: (...asked) => call((worker) => worker.forward(...asked)),
    inputGradient: (...asked) => call((worker) => worker.inputGradient(...asked)),
    inkReasons: (...asked) => call((worker) => worker.inkReasons(...asked)),
    smallestChange: (...asked) => call((worker) => worker.smallestChange(...asked)),
    looksFor: (parameters, target, report) =>
      call((worker) => worker.looksFor(parameters, target, service.listen(report))),
    classMeans: (...asked) => call((worker) => worker.classMeans(...asked)),
    accuracy: (...asked) => call((worker) => worker.accuracy(...asked)),
    optimisedPicture: (parameters, target, seed, report) =>
      call((worker) => worker.optimisedPicture(parameters, target, seed, service.listen(report))),
    mapDigits: (parameters, count, report) =>
      call((worker) => worker.mapDigits(parameters, count, service.listen(report))),
    stopPicture: () => call((worker) => worker.stopPicture()),
    drawingCurve: (...asked) => call((worker) => worker.drawingCurve(...asked)),
    robustness: (parameters, asked, report) =>
      call((worker) => worker.robustness(parameters, asked, service.listen(report))),
    stopRobustness: () => call((worker) => worker.stopRobustness()),
    dispose: () => service.end(),
  };
}
