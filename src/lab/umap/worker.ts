import { expose } from 'comlink';
import { expectThat } from '../../lib/expect.ts';
import type { UmapProgress, UmapWorker } from './contract.ts';
import { makeUmap } from './make-umap.ts';

/** Between two reports: a screen shows no more, and each is a copy. */
const reportMs = 50;

const served: UmapWorker = {
  async umap(wish, report) {
    let [last, reported]: [UmapProgress | null, number] = [null, 0];
    for (last of makeUmap(wish)) {
      if (performance.now() - reported < reportMs) continue;
      reported = performance.now();
      report(last);
    }
    expectThat(last !== null, 'umap', 'a map', last);
    return last;
  },
};

expose(served);
