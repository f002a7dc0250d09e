import { workerName } from '../../language/language.ts';
import { startWorker } from '../../lib/start-worker.ts';

/** The worker that reads drawings. */
export function startReaderWorker(): Worker {
  return startWorker(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: workerName('lenet') }),
  );
}
