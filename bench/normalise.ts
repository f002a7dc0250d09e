import { type Drawing, type InkPicture, paperSize, pictureSideMax } from '../src/digits/drawing/drawing.ts';
import { flatten } from '../src/digits/drawing/smooth.ts';
import { normalise } from '../src/digits/raster/normalise.ts';
import { rasterise } from '../src/digits/raster/rasterise.ts';
import { samples } from '../src/digits/samples.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { summarise } from './statistics.ts';

/**
 * From ink to the 28 x 28 digit, in Node: milliseconds a call. It runs on every event of the pen.
 *
 *   npx tsx bench/normalise.ts
 */
const calls = 300;

function time(name: string, drawings: readonly Drawing[]): void {
  const times = Array.from({ length: calls }, (_, call) => {
    const drawing = drawings[call % drawings.length] as Drawing;
    const start = performance.now();
    normalise(drawing);
    return performance.now() - start;
  });
  const { min, median, p95, max } = summarise(times);
  const figures = [min, median, p95, max].map((figure) => figure.toFixed(2).padStart(9)).join('');
  console.log(`${name.padEnd(36)}${figures}`);
}

function scribble(placeAt: (point: number) => readonly [number, number]): Drawing {
  const points = Array.from({ length: 5000 }, (_, point) => {
    const [x, y] = placeAt(point);
    return { x: Math.round(x * paperSize), y: Math.round(y * paperSize), pressure: 128 };
  });
  return { strokes: [{ width: 150, points }], picture: null };
}

function pictureOf({ strokes }: Drawing): InkPicture {
  const unit = pictureSideMax / paperSize;
  const lines = strokes.map(({ points }) => flatten(points, 4).map((value) => value * unit));
  return { side: pictureSideMax, ink: rasterise(lines, 16, pictureSideMax, pictureSideMax) };
}

const drawings = samples.map(({ drawing }) => drawing);
const random = randomFromSeed(1);
console.log(`${'milliseconds'.padEnd(36)}      min   median      p95      max`);
time('samples', drawings);
time('scribble of 5,000 points, smooth', [
  scribble((point) => [0.5 + 0.45 * Math.sin(0.037 * point), 0.5 + 0.45 * Math.sin(0.0291 * point + 1)]),
]);
time('5,000 points at random', [scribble(() => [random.uniform(), random.uniform()])]);
time(
  'pictures of the samples',
  drawings.map((drawing) => ({ strokes: [], picture: pictureOf(drawing) })),
);
