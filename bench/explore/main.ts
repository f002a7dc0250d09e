import './what-if-page.tsx';
import { wrap } from 'comlink';
import type { ExploreWorker } from './worker.ts';

declare global {
  interface Window {
    exploreBench: ExploreWorker;
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const remote = wrap<ExploreWorker>(worker);
window.exploreBench = {
  open: (parameters, leastEnergy) => remote.open(parameters, leastEnergy),
  digitMap: () => remote.digitMap(),
  suggest: (drawing, question) => remote.suggest(drawing, question),
  instruments: (drawing) => remote.instruments(drawing),
};
