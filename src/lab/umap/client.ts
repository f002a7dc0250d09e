import { workerName } from '../../language/language.ts';
import { startTask, type Task } from '../../lib/worker-service.ts';
import type { UmapProgress, UmapWish, UmapWorker } from './contract.ts';

/**
 * Makes one map by UMAP in a worker of its own. The library's first part, the graph of neighbours, takes most of a
 * second and hears nothing meanwhile: in the worker that explains, every other question would wait for it. Here
 * stopping is ending the worker, and the library's code is loaded only when a map is asked for.
 * @param report told the map as it forms
 */
export function startUmap(wish: UmapWish, report: (progress: UmapProgress) => void): Task<UmapProgress> {
  return startTask<UmapWorker, UmapProgress>(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: workerName('umap') }),
    null,
    (remote, listen) => remote.umap(wish, listen(report)),
  );
}
