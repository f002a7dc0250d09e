import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import { answerOf } from '../answer-rules.ts';
import { type Drawing, emptyDrawing, type Stroke } from '../drawing/drawing.ts';
import { normalise } from '../raster/normalise.ts';
import { readNumber } from './read-number.ts';
import type { DigitScores } from './scores.ts';

/** A network that takes everything for the digit that its ink is like: little is 1, much is 8. */
async function byInk(digits: Uint8Array): Promise<DigitScores> {
  const count = digits.length / digitSize;
  const probabilities = new Float32Array(count * 10).fill(0.01);
  for (let at = 0; at < count; at++) {
    const own = digits.subarray(at * digitSize, (at + 1) * digitSize);
    const ink = own.reduce((sum, value) => sum + value, 0) / 255;
    probabilities[at * 10 + (ink < 60 ? 1 : 8)] = 0.91;
  }
  return { probabilities, energies: new Float64Array(count).fill(9), leastEnergy: 2 };
}

function strokeOf(...places: readonly (readonly [number, number])[]): Stroke {
  return { width: 100, points: places.map(([x, y]) => ({ x, y, pressure: 128 })) };
}

function drawingOf(...strokes: readonly Stroke[]): Drawing {
  return { strokes, picture: null };
}

const line = (x: number) => strokeOf([x, 1600], [x + 20, 2400]);

test('empty paper has no number, and the network is not asked', async () => {
  const reading = await readNumber(emptyDrawing, () => Promise.reject(new Error('asked')));
  expect(reading).toMatchObject({ best: null, runnerUp: null, pieces: [], hypotheses: [], path: [] });
});

test('lines side by side are as many ones, from left to right', async () => {
  const reading = await readNumber(drawingOf(line(500), line(1200), line(1900)), byInk);
  expect(reading.best?.text).toBe('111');
  expect(reading.familiar).toBe(true);
  expect(reading.path.map((at) => reading.hypotheses[at])).toMatchObject([
    { from: 0, to: 1, digit: 1 },
    { from: 1, to: 2, digit: 1 },
    { from: 2, to: 3, digit: 1 },
  ]);
});

test('a digit that is written in front comes first, and a late bar goes to its digit', async () => {
  const zigzag = strokeOf([300, 1600], [700, 1600], [300, 2000], [700, 2000], [300, 2400], [700, 2400]);
  const front = await readNumber(drawingOf(line(1600), zigzag), byInk);
  expect(front.best?.text).toBe('81');

  const bar = strokeOf([320, 1800], [680, 1850]);
  const late = await readNumber(drawingOf(zigzag, line(1600), bar), byInk);
  expect(late.pieces.map(({ source }) => source)).toEqual([0, 2, 1]);
  expect(late.best?.text).toBe('81');
});

test('a speck between digits is passed over', async () => {
  const reading = await readNumber(drawingOf(line(500), line(1600), strokeOf([1050, 2400])), byInk);
  expect(reading.best?.text).toBe('11');
});

test('a single digit has the answer of the whole drawing', async () => {
  const four = drawingOf(
    strokeOf([900, 1500], [600, 2100], [1300, 2100]),
    strokeOf([1100, 1700], [1080, 2500]),
  );
  const reading = await readNumber(four, byInk);
  expect(reading.path).toHaveLength(1);
  const normalisation = normalise(four);
  const { probabilities } = await byInk(normalisation?.digit ?? new Uint8Array());
  expect(reading.hypotheses[reading.path[0] as number]?.answer).toEqual(
    answerOf(probabilities, normalisation, true),
  );
});

test('a dot is no number', async () => {
  const dot = await readNumber(drawingOf(strokeOf([2000, 2000])), byInk);
  expect(dot.best === null || !dot.familiar).toBe(true);
});

test('scribbles of 30, 100 and 1,000 strokes make no more than 700 hypotheses', async () => {
  const random = randomFromSeed(3);
  const place = () => [random.integer(0, 4096), random.integer(1300, 2800)] as const;
  for (const count of [30, 100, 1000]) {
    const scribble = Array.from({ length: count }, () => strokeOf(...Array.from({ length: 20 }, place)));
    const { hypotheses } = await readNumber(drawingOf(...scribble), byInk);
    expect(hypotheses.length).toBeLessThanOrEqual(700);
  }
});

test('one scribble without lifting the pen makes no more than 700 hypotheses', async () => {
  const random = randomFromSeed(4);
  const places = Array.from(
    { length: 3000 },
    () => [random.integer(0, 4096), random.integer(1300, 2800)] as const,
  );
  const { hypotheses } = await readNumber(drawingOf(strokeOf(...places)), byInk);
  expect(hypotheses.length).toBeLessThanOrEqual(700);
});
