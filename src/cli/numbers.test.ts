import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Drawing, Stroke } from '../digits/drawing/drawing.ts';
import { readNumber } from '../digits/number/read-number.ts';
import { scoresOf } from '../digits/number/scores.ts';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import type { Engine } from '../engines/engine.ts';
import { largest, smallest } from '../lib/lists.ts';
import { type Random, randomFromSeed } from '../lib/random.ts';
import { type KnowingNetwork, leastEnergyOf } from '../network/energy.ts';
import { answersTo } from './card-measures.ts';
import { openWasm } from './engine.ts';
import { readModel, shippedModelFolder } from './model-files.ts';

let engine: Engine;
let network: KnowingNetwork;

beforeAll(async () => {
  const { metadata, ...model } = await readModel(shippedModelFolder);
  engine = await openWasm(model);
  network = { ...model, leastEnergy: leastEnergyOf(metadata) };
});
afterAll(() => engine.dispose());

const read = (drawing: Drawing) =>
  readNumber(drawing, async (digits) => scoresOf(network, await engine.forward(digits)));

const height = 500;

/** Synthetic digits of one height side by side, so far apart (in heights; below 0 they overlap). */
function compose(random: Random, count: number, gap: number): { text: string; drawing: Drawing } {
  const strokes: Stroke[] = [];
  let text = '';
  let right = 200;
  for (let place = 0; place < count; place++) {
    const { digit, drawing } = synthesise(random);
    const points = drawing.strokes.flatMap((stroke) => stroke.points);
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const [left, top] = [smallest(xs), smallest(ys)];
    const scale = height / Math.max(largest(ys) - top, 0.6 * (largest(xs) - left));
    const start = right + gap * height;
    for (const stroke of drawing.strokes) {
      const moved = stroke.points.map(({ x, y, pressure }) => ({
        x: Math.round((x - left) * scale + start),
        y: Math.round((y - top) * scale + 1500),
        pressure,
      }));
      strokes.push({ width: stroke.width, points: moved });
      right = Math.max(right, largest(moved.map(({ x }) => x)));
    }
    text += digit;
  }
  return { text, drawing: { strokes, picture: null } };
}

test.each([
  ['apart', 0.25, 0.95],
  ['touching', 0, 0.95],
  ['overlapping', -0.05, 0.85],
])(
  'of 100 synthetic numbers of 2 to 5 digits, %s (gap %f), at least a share of %f is right',
  async (_, gap, floor) => {
    const random = randomFromSeed(11);
    let right = 0;
    for (let at = 0; at < 100; at++) {
      const { text, drawing } = compose(random, 2 + (at % 4), gap);
      const { best, familiar } = await read(drawing);
      if (familiar && best?.text === text) right += 1;
    }
    expect(right / 100).toBeGreaterThanOrEqual(floor);
  },
);

test('of 100 pairs of synthetic digits written without lifting the pen, at least 50 are right', async () => {
  const random = randomFromSeed(13);
  let right = 0;
  for (let at = 0; at < 100; at++) {
    const { text, drawing } = compose(random, 2, 0.1);
    const points = drawing.strokes.flatMap((stroke) => stroke.points);
    const { best } = await read({ strokes: [{ width: 100, points }], picture: null });
    if (best?.text === text) right += 1;
  }
  expect(right).toBeGreaterThanOrEqual(50);
});

test('at least 97 of 100 single synthetic digits are one digit with the answer of the usual paper', async () => {
  const random = randomFromSeed(12);
  const drawings = Array.from({ length: 100 }, () => synthesise(random).drawing);
  const answers = await answersTo({ ...network, engine }, drawings);
  let same = 0;
  for (const [at, drawing] of drawings.entries()) {
    const { path, hypotheses } = await read(drawing);
    if (path.length !== 1) continue;
    expect(hypotheses[path[0] as number]?.answer).toEqual(answers[at]);
    same += 1;
  }
  expect(same).toBeGreaterThanOrEqual(97);
});
