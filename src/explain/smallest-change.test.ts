import { beforeAll, describe, expect, test } from 'vitest';
import { openWasm } from '../cli/engine.ts';
import { readModel, shippedModelFolder } from '../cli/model-files.ts';
import { type Answer, answerOf } from '../digits/answer-rules.ts';
import { type Drawing, emptyDrawing, paperSize } from '../digits/drawing/drawing.ts';
import { eraseAlong } from '../digits/drawing/erase.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { rasterise } from '../digits/raster/rasterise.ts';
import { samples } from '../digits/samples.ts';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import { randomFromSeed } from '../lib/random.ts';
import { activationOf } from '../network/architecture.ts';
import { isFamiliar, leastEnergyOf } from '../network/energy.ts';
import { referenceForwardDigits } from '../network/reference/reference.ts';
import type { Batches } from './batches.ts';
import { type Change, smallestChange } from './smallest-change.ts';

let batches: Batches;
beforeAll(async () => {
  const model = await readModel(shippedModelFolder);
  const engine = await openWasm(model);
  const network = { ...model, leastEnergy: leastEnergyOf(model.metadata) };
  batches = {
    network,
    classify: (digits) => engine.classify(digits),
    forward: (digits) => engine.forward(digits),
    inputGradient: (inputs, cotangents) => engine.inputGradient(inputs, cotangents),
  };
});

/** What the app says, computed in float64. */
function answerTo(drawing: Drawing, { network } = batches): Answer {
  const normalisation = normalise(drawing);
  if (!normalisation) return answerOf([], null);
  const { architecture, parameters } = network;
  const exact = referenceForwardDigits(architecture, parameters, normalisation.digit);
  const activations = Float32Array.from(exact);
  return answerOf(
    activationOf(architecture, activations, 'Output'),
    normalisation,
    isFamiliar(network, activations),
  );
}

function digitOf(answer: Answer): number {
  if (answer.kind !== 'digit') throw new Error(`expected a digit, got ${answer.reason}`);
  return answer.digit;
}

function secondOf({ probabilities }: Answer): number {
  const order = probabilities.map((_, digit) => digit);
  return order.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))[1] as number;
}

const random = randomFromSeed(19);
const synthetic = Array.from({ length: 4 }, () => synthesise(random).drawing);
const drawings = [...samples.filter((_, at) => at % 2 === 0).map(({ drawing }) => drawing), ...synthetic];

const asPicture = ({ strokes }: Drawing, side = 256): Drawing => {
  const scale = side / paperSize;
  const lines = strokes.map(({ points }) =>
    Float64Array.from(points.flatMap(({ x, y }) => [x * scale, y * scale])),
  );
  return { strokes: [], picture: { side, ink: rasterise(lines, 180 * scale, side, side) } };
};

/** Of the strokes' middle lines, in paper units. */
function lineLength({ strokes }: Drawing): number {
  return strokes.reduce(
    (total, { points }) =>
      points.reduce((sum, { x, y }, at) => {
        const before = points[at - 1];
        return before ? sum + Math.hypot(x - before.x, y - before.y) : sum;
      }, total),
    0,
  );
}

function sizeOf(drawing: Drawing): number {
  const { width, height } = normalise(drawing)?.crop ?? { width: 0, height: 0 };
  return Math.max(width, height);
}

/** The drawing with the change, from the parts that a page shows. */
function withChange(drawing: Drawing, { stroke, erasure }: Change): Drawing {
  if (stroke) return { ...drawing, strokes: [...drawing.strokes, stroke] };
  if (erasure) return eraseAlong(drawing, erasure.from, erasure.to, erasure.radius);
  throw new Error('expected a stroke or an erasure');
}

function expectFlip(drawing: Drawing, change: Change, from: number, to: number | null): void {
  const changed = withChange(drawing, change);
  expect(changed).toEqual(change.drawing);
  const answer = answerTo(changed);
  expect(digitOf(answer)).toBe(change.digit);
  expect(change.digit).not.toBe(from);
  if (to !== null) expect(change.digit).toBe(to);
  expect(answer.probabilities[change.digit]).toBeCloseTo(change.confidence, 4);
}

describe('the samples and synthetic handwriting', () => {
  test('are read otherwise by the float64 reference, drawn or rubbed out as suggested, nearly all of them', async () => {
    const found = { any: 0, second: 0, erasures: 0 };
    const lengths: number[] = [];
    for (const drawing of drawings) {
      const before = structuredClone(drawing);
      const answer = answerTo(drawing);
      const from = digitOf(answer);
      for (const [question, to] of [
        ['any', null],
        ['second', secondOf(answer)],
      ] as const) {
        const change = await smallestChange(batches, { drawing, from, to });
        expect(drawing).toEqual(before);
        if (!change) continue;
        found[question] += 1;
        expectFlip(drawing, change, from, to);
        if (question === 'any') lengths.push(change.length);
        if (change.erasure) found.erasures += 1;
      }
    }
    expect(found.any).toBeGreaterThanOrEqual(drawings.length - 1);
    expect(found.second).toBeGreaterThanOrEqual(0.8 * drawings.length);
    expect(found.erasures).toBeGreaterThan(0);
    lengths.sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(0.25);
  });
});

describe('a suggestion', () => {
  test('has the length that it states, stays on the paper, and is drawn with the brush of the drawing', async () => {
    let [lines, erasures] = [0, 0];
    for (const { drawing, digit } of samples.slice(4, 12)) {
      const change = await smallestChange(batches, { drawing, from: digit, to: null });
      if (!change) continue;
      const difference = lineLength(change.drawing) - lineLength(drawing);
      expect(change.length * sizeOf(drawing)).toBeCloseTo(Math.abs(difference), 6);
      expect(change.length).toBeGreaterThan(0);
      if (change.stroke) {
        lines++;
        expect(difference).toBeGreaterThan(0);
        expect(change.stroke.width).toBe(drawing.strokes[0]?.width);
      } else {
        erasures++;
        expect(difference).toBeLessThan(0);
      }
      for (const { x, y } of change.drawing.strokes.flatMap(({ points }) => points)) {
        expect([x, y].every((value) => Number.isInteger(value) && value >= 0 && value <= paperSize)).toBe(
          true,
        );
      }
    }
    expect(lines).toBeGreaterThan(0);
    expect(erasures).toBeGreaterThan(0);
  });

  test('is the same twice, however often the search breathes', async () => {
    const [{ drawing, digit }] = samples.slice(-1) as [(typeof samples)[number]];
    const once = await smallestChange(batches, { drawing, from: digit, to: null });
    const shares: number[] = [];
    const breathe = async (share: number) => {
      shares.push(share);
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    expect(await smallestChange(batches, { drawing, from: digit, to: null }, { breathe })).toEqual(once);
    expect(once).not.toBeNull();
    expect(shares.length).toBeGreaterThan(0);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  test('is never one that the app would refuse: with a network that knows no digit there is none', async () => {
    const [{ drawing, digit }] = samples as unknown as [(typeof samples)[number]];
    const network = { ...batches.network, leastEnergy: 1000 };
    expect(await smallestChange({ ...batches, network }, { drawing, from: digit, to: null })).toBeNull();
  });

  test('is surer than half where the network tells what it knows by its confidence', async () => {
    const network = { ...batches.network, leastEnergy: null };
    for (const { drawing, digit } of samples.slice(0, 6)) {
      const change = await smallestChange({ ...batches, network }, { drawing, from: digit, to: null });
      if (!change) continue;
      expect(digitOf(answerTo(change.drawing, { ...batches, network }))).toBe(change.digit);
      expect(change.confidence).toBeGreaterThan(0.5);
    }
  });
});

describe('a picture', () => {
  test('gets lines as broad as its own, and is read otherwise', async () => {
    let found = 0;
    for (const { drawing: drawn } of samples.filter((_, at) => at % 7 === 1)) {
      const drawing = asPicture(drawn);
      const before = structuredClone(drawing);
      const from = digitOf(answerTo(drawing));
      const change = await smallestChange(batches, { drawing, from, to: null });
      expect(drawing).toEqual(before);
      if (!change) continue;
      found += 1;
      expectFlip(drawing, change, from, null);
      if (!change.stroke) continue;
      expect(change.stroke.width).toBeGreaterThan(140);
      expect(change.stroke.width).toBeLessThan(220);
      expect(change.length * sizeOf(drawing)).toBeCloseTo(lineLength(change.drawing), 6);
    }
    expect(found).toBeGreaterThan(0);
  });

  test('with strokes on it is changed as a whole', async () => {
    const drawn = samples.find(({ name }) => name === '7 with a bar')?.drawing ?? emptyDrawing;
    const [way, bar] = drawn.strokes;
    if (!way || !bar) throw new Error('expected two strokes');
    const drawing = { ...asPicture({ picture: null, strokes: [way] }), strokes: [bar] };
    const from = digitOf(answerTo(drawing));
    const change = await smallestChange(batches, { drawing, from, to: null });
    expect(change).not.toBeNull();
    if (change) expectFlip(drawing, change, from, null);
  });
});

describe('no suggestion', () => {
  test('for a blank paper', async () => {
    expect(await smallestChange(batches, { drawing: emptyDrawing, from: 0, to: null })).toBeNull();
    const blank = { side: 64, ink: new Uint8Array(64 * 64) };
    const drawing = { strokes: [], picture: blank };
    expect(await smallestChange(batches, { drawing, from: 0, to: null })).toBeNull();
  });

  test('from a search that is aborted before or while it runs: it throws the reason', async () => {
    const [{ drawing, digit }] = samples as unknown as [(typeof samples)[number]];
    const asked = { drawing, from: digit, to: null };
    const reason = new Error('a new stroke');
    const before = AbortSignal.abort(reason);
    await expect(smallestChange(batches, asked, { signal: before })).rejects.toBe(reason);

    const controller = new AbortController();
    let calls = 0;
    const counted: Batches = {
      ...batches,
      classify: (digits) => {
        calls += 1;
        controller.abort(reason);
        return batches.classify(digits);
      },
    };
    await expect(smallestChange(counted, asked, { signal: controller.signal })).rejects.toBe(reason);
    expect(calls).toBe(1);
  });

  test('takes much longer than its budget', async () => {
    const [{ drawing, digit }] = samples as unknown as [(typeof samples)[number]];
    let images = 0;
    const counted: Batches = {
      ...batches,
      classify: (digits) => {
        images += digits.length / 784;
        return batches.classify(digits);
      },
    };
    await smallestChange(counted, { drawing, from: digit, to: null }, { budgetMs: 0 });
    const first = images;
    await smallestChange(counted, { drawing, from: digit, to: null });
    expect(images - first).toBeGreaterThan(2 * first);
  });
});
