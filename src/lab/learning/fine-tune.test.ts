import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWasm } from '../../cli/engine.ts';
import { readModel, shippedModelFolder } from '../../cli/model-files.ts';
import { createDistorter, distortAll, noDistortion } from '../../data/distortion/distortion.ts';
import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { type Drawing, paperSize } from '../../digits/drawing/drawing.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import type { Engine } from '../../engines/engine.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import { TestSource } from '../../run/test-support/digits.ts';
import { asDrawn, countRight } from './classifying.ts';
import { fineTune, fineTuneRecipe } from './fine-tune.ts';
import { type KnownHandwriting, knownHandwriting } from './known-handwriting.ts';
import { learnOwn, splitOwn } from './learn-own.ts';

let engine: Engine;
let parameters: Float32Array;
let known: KnownHandwriting;

const quick = { ...fineTuneRecipe, steps: 20 };
const breathe = async () => {};
const never = new AbortController().signal;
const sizes = { written: 100, beside: 100, instead: 1500, noDigits: 100, test: 500 };

/** MNIST that no cache has. */
function noMnist(): TestSource {
  const nothing = { digits: new Uint8Array(), labels: new Uint8Array(1) };
  const source = new TestSource(nothing, nothing, 0);
  source.parts.train.fail('not in the cache');
  return source;
}

beforeAll(async () => {
  ({ parameters } = await readModel(shippedModelFolder));
  engine = await openWasm();
  known = await knownHandwriting(noMnist(), breathe, never, sizes);
});
afterAll(() => engine.dispose());

/** A sample lying on its side: a way of writing that no school teaches. */
function lying(digit: number): Drawing {
  const found = samples.find((sample) => sample.digit === digit);
  if (!found) throw new Error(`lying: expected a sample of ${digit}, got none`);
  const strokes = found.drawing.strokes.map(({ width, points }) => ({
    width,
    points: points.map(({ x, y, pressure }) => ({ x: paperSize - y, y: x, pressure })),
  }));
  return { strokes, picture: null };
}

/** The same digit written again and again, by a hand that varies. */
function written(drawing: Drawing, label: number, count: number, seed: number): LabelledDigits {
  const digit = normalise(drawing)?.digit ?? new Uint8Array(digitSize);
  const same = new Uint8Array(count * digitSize);
  for (let at = 0; at < count; at++) same.set(digit, at * digitSize);
  const distort = createDistorter({
    ...noDistortion,
    rotationDeg: 8,
    scale: 0.1,
    shear: 0.1,
    elasticPx: 0.8,
  });
  return {
    digits: distortAll(same, distort, randomFromSeed(seed)),
    labels: new Uint8Array(count).fill(label),
  };
}

async function rightShare(network: Float32Array, digits: LabelledDigits, least = 0): Promise<number> {
  await engine.loadParameters(network);
  const { right, total } = await countRight(engine, digits, least);
  return right / total;
}

test('unusual styles are learnt from 4 examples; at most 2 points of synthetic test digits are lost', async () => {
  const learnt: number[] = [];
  for (const digit of [2, 4, 5]) learnt.push(await learntShare(digit));
  // One of them alone says little: by its distortions, a digit is learnt to 85 or to 95 of 100.
  expect(Math.min(...learnt)).toBeGreaterThan(0.85);
  expect(learnt.reduce((sum, share) => sum + share, 0) / learnt.length).toBeGreaterThan(0.92);
});

/** Share right of the next drawings of a digit that lies on its side, once four of them are learnt. */
async function learntShare(digit: number): Promise<number> {
  const style = lying(digit);
  const next = written(style, digit, 100, 2);
  const kept = parameters.slice();
  const before = await rightShare(parameters, known.test);
  expect(await rightShare(parameters, next, asDrawn)).toBeLessThan(0.2);
  const steps: number[] = [];
  const tuned = await fineTune({
    engine,
    parameters,
    own: written(style, digit, 4, 1),
    known: known.train,
    random: randomFromSeed(1),
    signal: never,
    report: (step) => void steps.push(step),
    breathe,
  });
  expect(steps).toHaveLength(fineTuneRecipe.steps);
  expect(await rightShare(tuned.parameters, known.test)).toBeGreaterThan(before - 0.02);
  expect(parameters).toEqual(kept);
  return rightShare(tuned.parameters, next, asDrawn);
}

test('what is read already changes next to nothing', async () => {
  const seven = samples.find(({ digit }) => digit === 7);
  const own = written(seven?.drawing ?? lying(4), 7, 3, 5);
  const parts = { engine, parameters, own, known: known.train, random: randomFromSeed(1), signal: never };
  const { share } = await fineTune({ ...parts, recipe: quick, report: () => {}, breathe });
  expect(share).toBe(0.1);
});

test('a loss that is not finite ends it with words; so does a signal, between two steps', async () => {
  const own = written(lying(4), 4, 3, 1);
  const broken: Engine = { ...noEngine(), trainStep: async () => ({ loss: Number.NaN, correct: 0 }) };
  const parts = { parameters, own, known: known.train, random: randomFromSeed(1), breathe };
  await expect(fineTune({ ...parts, engine: broken, signal: never, report: () => {} })).rejects.toThrow(
    'step 1: expected a finite loss, got NaN',
  );
  const stopping = new AbortController();
  const steps: number[] = [];
  const stopped = fineTune({
    ...parts,
    engine,
    signal: stopping.signal,
    report: (step) => {
      steps.push(step);
      if (step === 3) stopping.abort(new Error('stopped'));
    },
  });
  await expect(stopped).rejects.toThrow('stopped');
  expect(steps).toEqual([1, 2, 3]);
});

/** An engine that loads whatever it is given. */
function noEngine(): Engine {
  return Object.assign(Object.create(engine), {
    loadParameters: async () => {},
    loadOptimiser: async () => {},
    dispose: async () => {},
  });
}

const learnParts = (own: LabelledDigits, handwriting = known) => ({
  own,
  parameters,
  seed: 1,
  recipe: quick,
  openEngine: () => openWasm(),
  known: async () => handwriting,
  signal: never,
  breathe,
  now: () => performance.now(),
});

test('with three digits of a label one is held out, and the figures say of how many', async () => {
  const told: { done: number; doing: string }[] = [];
  const own = written(lying(4), 4, 3, 1);
  const learnt = await learnOwn({ ...learnParts(own), report: (progress) => void told.push(progress) });
  expect(learnt.heldOut?.before.total).toBe(1);
  expect(learnt.learnt.after.total).toBe(3);
  expect(learnt.test.before.total).toBe(500);
  expect(learnt.mixedWith).toBe('Synthetic handwriting');
  expect(learnt.parameters.every(Number.isFinite)).toBe(true);
  const shares = told.map(({ done }) => done);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThan(1);
  expect(new Set(told.map(({ doing }) => doing)).size).toBe(5);
});

test('one digit alone is learnt from, and nothing is held out', async () => {
  const learnt = await learnOwn({ ...learnParts(written(lying(4), 4, 1, 1)), report: () => {} });
  expect(learnt.heldOut).toBeNull();
  expect(learnt.learnt.before.total).toBe(1);
});

test('splitting leaves out one in four of each label with at least three, and loses none', () => {
  const own = {
    digits: new Uint8Array(14 * digitSize).map((_, at) => Math.floor(at / digitSize)),
    labels: Uint8Array.from([1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3]),
  };
  const { learnt, heldOut } = splitOwn(own, randomFromSeed(1));
  expect([...(heldOut?.labels ?? [])]).toEqual([2, 3, 3]);
  const images = [learnt, heldOut].flatMap((part) => {
    const { digits = new Uint8Array() } = part ?? {};
    return Array.from({ length: digits.length / digitSize }, (_, at) => digits[at * digitSize] as number);
  });
  expect(images.sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, at) => at));
});

test('MNIST is mixed in where it is at hand', async () => {
  const mnist = { digits: known.train.digits, labels: known.train.labels.map((label) => label % 10) };
  const source = new TestSource(mnist, { digits: known.test.digits, labels: known.test.labels });
  const mixed = await knownHandwriting(source, breathe, never, sizes);
  expect(mixed.name).toBe(source.name);
  expect(mixed.test.labels).toEqual(known.test.labels);
  expect(mixed.train.labels).toHaveLength(100 + 100 + 100);
});
