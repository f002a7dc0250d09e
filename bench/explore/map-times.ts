import { writeSynthetic } from '../../src/data/sources/write-synthetic.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { mappedLayer } from '../../src/explain/digit-map.ts';
import { nearestDigits } from '../../src/explain/nearest-digits.ts';
import { placeAmong, umapNeighbours } from '../../src/explain/place-among.ts';
import { placesIn, principalPlane } from '../../src/explain/plane.ts';
import { makeUmap } from '../../src/lab/umap/make-umap.ts';
import { randomFromSeed } from '../../src/lib/random.ts';
import { activationOf } from '../../src/network/architecture.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';
import { digitSize } from '../../src/network/rasters.ts';

export interface MapTimes {
  readonly forwardMs: number;
  readonly componentsMs: number;
  readonly drawingMs: number;
  readonly umapMs: number;
}

const count = 2_000;
const width = 84;
const chunk = 50;
/** A single drawing is below the clock's resolution. */
const drawings = 100;

const digits = new Uint8Array(count * digitSize);
let written = false;

/** What the map of digits takes, part by part, with synthetic handwriting. */
export async function mapTimes(engine: Pick<Engine, 'forward'>): Promise<MapTimes> {
  write();
  const values = new Float32Array(count * width);
  const forwardMs = await timed(async () => {
    for (let from = 0; from < count; from += chunk) {
      const all = await engine.forward(digits.subarray(from * digitSize, (from + chunk) * digitSize));
      for (let at = 0; at < chunk; at++) {
        const one = all.subarray(at * lenet5.activationCount, (at + 1) * lenet5.activationCount);
        values.set(activationOf(lenet5, one, mappedLayer), (from + at) * width);
      }
    }
  });
  let places = new Float32Array();
  const componentsMs = await timed(async () => {
    places = placesIn(principalPlane(values, width), values).slice();
  });
  const drawingMs = await timed(async () => {
    for (let at = 0; at < drawings; at++) {
      const point = values.subarray(at * width, (at + 1) * width);
      placeAmong(places, nearestDigits(values, point, umapNeighbours));
    }
  });
  const umapMs = await timed(async () => {
    for (const _ of makeUmap({ values, width, from: places, seed: 1 }));
  });
  return { forwardMs, componentsMs, drawingMs: drawingMs / drawings, umapMs };
}

function write(): void {
  if (written) return;
  written = true;
  const random = randomFromSeed(1);
  const labels = new Uint8Array(count);
  for (let at = 0; at < count; at++) writeSynthetic(random, { digits, labels }, at);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
