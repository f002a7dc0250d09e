import { wrap } from 'comlink';
import type { DigitsWorker } from './worker.ts';

declare global {
  interface Window {
    digitsBench: DigitsWorker;
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const remote = wrap<DigitsWorker>(worker);
window.digitsBench = { write: (ms) => remote.write(ms) };
