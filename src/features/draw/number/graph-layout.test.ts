import { expect, test } from 'vitest';
import { readNumber } from '../../../digits/number/read-number.ts';
import { synthesise } from '../../../digits/synthesis/synthesise.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { digitSize } from '../../../network/rasters.ts';
import { layoutGraph } from './graph-layout.ts';

/** A network that is unsure of everything in another way, so that many hypotheses are cheap. */
async function anyScores(digits: Uint8Array) {
  const random = randomFromSeed(digits.length);
  const count = digits.length / digitSize;
  const probabilities = Float32Array.from({ length: 10 * count }, () => 0.05 + 0.1 * random.uniform());
  return { probabilities, energies: new Float64Array(count).fill(9), leastEnergy: 2 };
}

const random = randomFromSeed(8);
const row = Array.from({ length: 6 }, (_, place) => {
  const points = synthesise(random).drawing.strokes;
  return points.map(({ width, points }) => ({
    width,
    points: points.map(({ x, y, pressure }) => ({
      x: Math.round(x / 6) + 600 * place,
      y: 1300 + Math.round(y / 4),
      pressure,
    })),
  }));
}).flat();
const drawing = { strokes: row, picture: null };

test('the graph is as high whatever is written, and no wider than its room where that is wide enough', async () => {
  const heights = new Set<number>();
  for (let strokes = 1; strokes <= row.length; strokes++) {
    const part = { strokes: row.slice(0, strokes), picture: null };
    const { width, height } = layoutGraph(await readNumber(part, anyScores), part, 700);
    heights.add(height);
    expect(width).toBeLessThanOrEqual(700);
  }
  expect(heights.size).toBe(1);
});

test('arcs begin and end at cuts, the best path’s side by side from the first cut to the last', async () => {
  const reading = await readNumber(drawing, anyScores);
  const { cuts, arcs, columns } = layoutGraph(reading, drawing, 700);
  const best = arcs.filter((arc) => arc.best);
  expect(best.map(({ at }) => at)).toEqual(reading.path);
  expect(best.map(({ label }) => label).join('')).toBe(reading.best?.text);
  const middles = best.map(({ labelX }) => labelX);
  expect(middles).toEqual(middles.toSorted((a, b) => a - b));
  expect(cuts.filter(({ used }) => used)).toHaveLength(best.length + 1);
  expect(columns).toHaveLength(cuts.length - 1);
});

test('no label lies on another', async () => {
  const { arcs } = layoutGraph(await readNumber(drawing, anyScores), drawing, 360);
  const places = arcs.map(({ labelX, labelY }) => `${labelX} ${labelY}`);
  expect(new Set(places).size).toBe(places.length);
});
