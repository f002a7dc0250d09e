import type { Engine } from './engine.ts';
import { EngineError } from './errors.ts';

/**
 * The same engine, whose calls reject as soon as its device is lost: a driver may never answer those that
 * were under way. Every call has an entry of its own rather than a place on the promise `lost`, which
 * would keep each of them until the engine is gone.
 */
export function untilLost(engine: Engine): Engine {
  const underWay = new Set<(reason: string) => void>();
  let lost: string | null = null;
  void engine.lost.then((reason) => {
    lost = reason;
    for (const reject of [...underWay]) reject(reason);
  });
  const guard =
    <Given extends unknown[], Result>(place: string, call: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result> =>
      new Promise((resolve, reject) => {
        const fail = (reason: string) => reject(new EngineError(engine.kind, place, reason));
        if (lost !== null) return fail(lost);
        underWay.add(fail);
        call
          .apply(engine, given)
          .finally(() => underWay.delete(fail))
          .then(resolve, reject);
      });
  return {
    kind: engine.kind,
    architecture: engine.architecture,
    device: engine.device,
    ...(engine.deviceDetail !== undefined && { deviceDetail: engine.deviceDetail }),
    lost: engine.lost,
    loadParameters: guard('loadParameters', engine.loadParameters),
    readParameters: guard('readParameters', engine.readParameters),
    forward: guard('forward', engine.forward),
    classify: guard('classify', engine.classify),
    gradients: guard('gradients', engine.gradients),
    inputGradient: guard('inputGradient', engine.inputGradient),
    ...(engine.curvature && { curvature: guard('curvature', engine.curvature) }),
    trainStep: guard('train step', engine.trainStep),
    ...(engine.advance && { advance: guard('train', engine.advance) }),
    readOptimiser: guard('readOptimiser', engine.readOptimiser),
    loadOptimiser: guard('loadOptimiser', engine.loadOptimiser),
    memory: () => engine.memory(),
    ...(engine.loseDevice && { loseDevice: () => engine.loseDevice?.() }),
    // A lost device may not answer this either, and what it held is gone all the same.
    dispose: async () => void (await Promise.race([engine.dispose().catch(() => undefined), engine.lost])),
  };
}
