import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeModel, modelMetadata } from '../formats/tfjs/weights.ts';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf } from '../network/architecture.ts';
import { isFamiliar, type KnowingNetwork, leastEnergyOf } from '../network/energy.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { type Digit28, digit28, digitSize, padToInput32 } from '../network/rasters.ts';
import { referenceForward } from '../network/reference/reference.ts';
import { type Answer, answerOf, leastCandidatesShare, leastConfidence } from './answer-rules.ts';
import { candidatesOf } from './candidates.ts';
import { type Drawing, emptyDrawing, paperSize } from './drawing/drawing.ts';
import { normalise } from './raster/normalise.ts';
import { samples } from './samples.ts';

function lines(...strokes: (readonly (readonly [number, number])[])[]): Drawing {
  return {
    strokes: strokes.map((points) => ({
      width: 150,
      points: points.map(([x, y]) => ({ x: Math.round(x), y: Math.round(y), pressure: 128 })),
    })),
    picture: null,
  };
}

/** The drawing made smaller, towards the paper's upper left corner. */
function scaled(drawing: Drawing, factor: number): Drawing {
  const strokes = drawing.strokes.map(({ width, points }) => ({
    width,
    points: points.map(({ x, y, pressure }) => ({
      x: Math.round(x * factor),
      y: Math.round(y * factor),
      pressure,
    })),
  }));
  return { strokes, picture: null };
}

/** Probabilities with `first` for 3 and `second` for 5, the rest shared out. */
function probabilities(first: number, second: number): number[] {
  return Array.from({ length: 10 }, (_, digit) =>
    digit === 3 ? first : digit === 5 ? second : (1 - first - second) / 8,
  );
}

const three = normalise((samples.find(({ digit }) => digit === 3) as (typeof samples)[number]).drawing);

describe('without a network', () => {
  test('an empty paper and a stray dot are no digit, whatever the network says', () => {
    expect(answerOf(probabilities(1, 0), normalise(emptyDrawing))).toMatchObject({ reason: 'empty' });
    const tap = lines([
      [2000, 2000],
      [2060, 2030],
      [2010, 2070],
    ]);
    for (const dot of [lines([[100, 100]]), tap])
      expect(answerOf(probabilities(1, 0), normalise(dot))).toEqual({
        kind: 'none',
        reason: 'dot',
        probabilities: new Array(10).fill(0),
      });
  });

  test('a digit of a tenth of the paper is read', () => {
    for (const { drawing } of samples) {
      const tenth = normalise(scaled(drawing, 0.1 / 0.7));
      expect(answerOf(probabilities(0.9, 0), tenth)).toMatchObject({ kind: 'digit', digit: 3 });
    }
  });

  test('the runner-up is named when it is close', () => {
    expect(answerOf(probabilities(0.7, 0.25), three)).toMatchObject({ digit: 3, runnerUp: 5 });
    expect(answerOf(probabilities(0.9, 0.05), three)).toMatchObject({ digit: 3, runnerUp: null });
  });

  test('no class that stands out is no digit, and neither is NaN', () => {
    const unsure = { kind: 'none', reason: 'unsure' };
    expect(answerOf(probabilities(leastConfidence - 0.01, 0.3), three)).toMatchObject(unsure);
    expect(answerOf(probabilities(leastConfidence, 0.3), three)).toMatchObject({ kind: 'digit' });
    expect(answerOf(new Float32Array(10).fill(Number.NaN), three)).toMatchObject(unsure);
  });

  test('a network that knows what it knows decides, however sure it is', () => {
    expect(answerOf(probabilities(0.99, 0), three, false)).toMatchObject({ kind: 'none', reason: 'unsure' });
    expect(answerOf(probabilities(0.4, 0.35), three, true)).toMatchObject({ digit: 3, runnerUp: 5 });
    expect(answerOf(probabilities(0.99, 0), normalise(emptyDrawing), true)).toMatchObject({
      reason: 'empty',
    });
  });

  test('a page filled by scribble and specks are no digit, however sure the network', () => {
    const rows = Array.from({ length: 60 }, (_, row) => [300 + (row % 2) * 3400, 300 + row * 58] as const);
    const hatching = Array.from({ length: 9 }, (_, line) => [
      [300 + 400 * line, 300] as const,
      [420 + 400 * line, 3800] as const,
    ]);
    const specks = Array.from({ length: 6 }, (_, speck) => [[500 + 600 * speck, 900 + 313 * speck] as const]);
    for (const drawing of [lines(rows), lines(...hatching), lines(...specks)])
      expect(answerOf(probabilities(1, 0), normalise(drawing))).toMatchObject({
        reason: 'unsure',
        candidates: null,
      });
  });

  test('a refused digit has two candidates, the likelier one first, where they stand out together', () => {
    const candidates = (first: number, second: number, familiar: boolean | null) =>
      candidatesOf(answerOf(probabilities(first, second), three, familiar));
    expect(candidates(0.45, 0.3, null)).toEqual([
      { digit: 3, probability: 0.45 },
      { digit: 5, probability: 0.3 },
    ]);
    expect(candidates(0.3, 0.45, false)).toEqual([
      { digit: 5, probability: 0.45 },
      { digit: 3, probability: 0.3 },
    ]);
    expect(candidates(0.4, leastCandidatesShare - 0.4, false)).toHaveLength(2);
    expect(candidates(0.4, leastCandidatesShare - 0.41, false)).toBeNull();
    expect(candidates(0.1, 0.1, false)).toBeNull();
    expect(candidates(Number.NaN, Number.NaN, null)).toBeNull();
    expect(candidates(0.9, 0.05, true)).toBeNull();
  });
});

const modelFolder = resolve('public/models/lenet5');
const hasModel = existsSync(resolve(modelFolder, 'model.json'));
const mnist = resolve(process.env.MNIST_DIR ?? 'data/mnist');
const hasMnist = existsSync(resolve(mnist, 'train-images-idx3-ubyte.gz'));

describe.skipIf(!hasModel)('with the shipped model', () => {
  const network = hasModel
    ? shippedNetwork()
    : { architecture: lenet5, parameters: new Float32Array(0), leastEnergy: null };
  const activationsOf = (digit: Digit28) =>
    Float32Array.from(referenceForward(lenet5, network.parameters, padToInput32(digit)));
  const read = (drawing: Drawing): Answer => {
    const normalisation = normalise(drawing);
    if (!normalisation) return answerOf([], null);
    const activations = activationsOf(normalisation.digit);
    return answerOf(
      activationOf(lenet5, activations, 'Output'),
      normalisation,
      isFamiliar(network, activations),
    );
  };

  test.each(samples)(
    'the sample $name is read as $digit, also at a tenth of the paper',
    ({ digit, drawing }) => {
      expect(read(drawing)).toMatchObject({ kind: 'digit', digit });
      expect(read(scaled(drawing, 0.1 / 0.7))).toMatchObject({ kind: 'digit', digit });
    },
  );

  test('of 100 tangles of 40 random points, none is a digit', () => {
    const random = randomFromSeed(6);
    const place = () => paperSize * random.uniform();
    for (let tangle = 0; tangle < 100; tangle++) {
      const points = Array.from({ length: 40 }, () => [place(), place()] as const);
      expect(read(lines(points))).toMatchObject({ kind: 'none', reason: 'unsure' });
    }
  });

  test.skipIf(!hasMnist)(
    "of every fifth of MNIST's last 5,000 training images, at most 0.5 % are refused",
    () => {
      const images = gunzipSync(readFileSync(resolve(mnist, 'train-images-idx3-ubyte.gz'))).subarray(16);
      let refused = 0;
      for (let item = 55_000; item < 60_000; item += 5) {
        const digit = digit28(images.subarray(item * digitSize, (item + 1) * digitSize));
        if (!isFamiliar(network, activationsOf(digit))) refused++;
      }
      process.stdout.write(`refused of 1,000: ${refused}\n`);
      expect(refused).toBeLessThanOrEqual(5);
    },
  );
});

function shippedNetwork(): KnowingNetwork {
  const { buffer, byteOffset, byteLength } = readFileSync(resolve(modelFolder, 'weights.bin'));
  const modelJson: unknown = JSON.parse(readFileSync(resolve(modelFolder, 'model.json'), 'utf8'));
  const weights = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  return {
    ...decodeModel(modelJson, weights),
    leastEnergy: leastEnergyOf(modelMetadata(modelJson)),
  };
}
