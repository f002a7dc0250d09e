import { expose } from 'comlink';
import { writeSynthetic } from '../../src/data/sources/write-synthetic.ts';
import { randomFromSeed } from '../../src/lib/random.ts';
import { digitSize } from '../../src/network/rasters.ts';

export interface DigitsWorker {
  /** Writes digits for so long, as a data set is made. @returns digits a second */
  write(ms: number): Promise<number>;
}

const room = { digits: new Uint8Array(digitSize), labels: new Uint8Array(1) };
const random = randomFromSeed(1);

const served: DigitsWorker = {
  async write(ms) {
    const started = performance.now();
    let made = 0;
    for (; performance.now() - started < ms; made++) writeSynthetic(random, room, 0);
    return (made * 1000) / (performance.now() - started);
  },
};

expose(served);
