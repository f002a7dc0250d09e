import { afterAll, describe, expect, test } from 'vitest';
import { heapInUse } from '../../../tools/heap-in-use.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import { largest } from '../../lib/lists.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize, type Input32, inputSize } from '../../network/rasters.ts';
import { referenceForwardDigits, referenceInputGradient } from '../../network/reference/reference.ts';
import { createExplainer } from './client.ts';

/** A real worker with a real engine. */
const explainer = createExplainer();
afterAll(() => explainer.dispose());

const random = randomFromSeed(7);
const networks = [1, 2].map((seed) => initialParameters(lenet5, randomFromSeed(seed)));
const digits = Uint8Array.from({ length: 3 * digitSize }, () => random.integer(0, 255));

test('batches are classified, passed forward and explained, each by the network that it names', async () => {
  const inputs = Float32Array.from({ length: 2 * inputSize }, () => random.uniform());
  const cotangents = Float32Array.from({ length: 20 }, () => random.normal());
  const asked = networks.map((parameters) =>
    Promise.all([
      explainer.classify(parameters, digits),
      explainer.forward(parameters, digits),
      explainer.inputGradient(parameters, inputs, cotangents),
    ]),
  );
  for (const [at, parameters] of networks.entries()) {
    const [probabilities, activations, explained] = (await asked[at]) ?? [];
    const expected = referenceForwardDigits(lenet5, parameters, digits);
    expect(activations).toHaveLength(3 * lenet5.activationCount);
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (activations?.[i] ?? 9))))).toBeLessThan(
      1e-5,
    );
    expect(probabilities).toEqual(
      Float32Array.from(
        [1, 2, 3].flatMap((end) => [...(activations?.subarray(end * 9_118 - 10, end * 9_118) ?? [])]),
      ),
    );
    const second = referenceInputGradient(
      lenet5,
      parameters,
      inputs.slice(inputSize) as Input32,
      cotangents.subarray(10),
    );
    expect(explained?.logits[10]).toBeCloseTo(second.logits[0] as number, 4);
    expect(explained?.gradient[inputSize + 500]).toBeCloseTo(second.gradient[500] as number, 4);
  }
});

test('what does not fit is refused in words, and the next call is answered', async () => {
  const [parameters] = networks as [Float32Array];
  await expect(explainer.classify(parameters, digits.subarray(1))).rejects.toThrow('expected n * 784 bytes');
  expect(await explainer.classify(parameters, digits)).toHaveLength(30);
});

test('what a unit looks for, its picture and accuracy come from the worker, as quickly as the page needs', async () => {
  const [parameters] = networks as [Float32Array];
  const heard: number[] = [];
  const target = { layer: 'C3', map: 4 };
  const first = await explainer.looksFor(parameters, target, (share) => heard.push(share));
  // No test browser has MNIST.
  expect(first?.measured).toMatchObject({ total: 1000, of: 'Synthetic handwriting' });
  // It comes by a way of its own.
  await expect.poll(() => heard.at(-1)).toBe(1);
  const timed = async <Answer>(ask: () => Promise<Answer>) => {
    const from = performance.now();
    return { answer: await ask(), ms: performance.now() - from };
  };
  const next = await timed(() => explainer.looksFor(parameters, { layer: 'F6', map: 3 }, () => undefined));
  expect(next.answer?.strongest).toHaveLength(9);
  expect(next.ms).toBeLessThan(100);
  const accuracy = await timed(() => explainer.accuracy(parameters));
  expect(accuracy.answer).toEqual(first?.measured);
  expect(accuracy.ms).toBeLessThan(1000);
  const seen: number[] = [];
  const picture = await timed(() =>
    explainer.optimisedPicture(parameters, target, 1, ({ done }) => seen.push(done)),
  );
  expect(picture.answer?.done).toBe(1);
  expect(seen.length).toBeGreaterThan(5);
  expect(picture.ms).toBeLessThan(3000);
});

test('the map of digits comes from the worker: 2,000 digits, and a few of them for a network that learns', async () => {
  const [parameters, other] = networks as [Float32Array, Float32Array];
  const heard: number[] = [];
  const map = await explainer.mapDigits(parameters, 2_000, (share) => heard.push(share));
  expect(map?.values).toHaveLength(2_000 * 84);
  expect(map?.digits.labels).toHaveLength(2_000);
  expect(heard.at(-1)).toBe(1);
  const few = await explainer.mapDigits(other, 300, () => undefined);
  expect(few?.digits.labels).toEqual(map?.digits.labels.slice(0, 300));
  expect(few?.values.slice(0, 84)).not.toEqual(map?.values.slice(0, 84));
});

describe('questions about a drawing', () => {
  const [parameters] = networks as [Float32Array];
  const network = { architecture: lenet5, parameters, leastEnergy: null };
  const asked = samples.slice(0, 4).map(({ drawing }) => {
    const normalisation = normalise(drawing);
    if (!normalisation) throw new Error('a sample has ink');
    return { drawing, digit: normalisation.digit };
  });

  test('a search makes way for a question about the ink, and is answered after it', async () => {
    const [one] = asked as [(typeof asked)[number]];
    const answer = largestAt(await explainer.classify(parameters, one.digit));
    const wish = { drawing: one.drawing, brushWidth: 208, from: answer, to: null };
    const alone = await explainer.smallestChange(network, wish);
    const search = explainer.smallestChange(network, wish);
    const reasons = await explainer.inkReasons(parameters, one.digit, {
      digit: answer,
      rival: (answer + 1) % 10,
    });
    expect(reasons.integrated.residue).toBeLessThan(0.01);
    // An untrained network is not to be sure of anything; what is found is found again.
    expect(await search).toEqual(alone);
  });

  test('hundreds of them leave nothing behind in the engine or on the page', async () => {
    const ask = async (times: number) => {
      for (let time = 0; time < times; time++) {
        const { digit, drawing } = asked[time % asked.length] as (typeof asked)[number];
        await explainer.inkReasons(parameters, digit, { digit: time % 10, rival: (time + 1) % 10 });
        await explainer.looksFor(parameters, { layer: 'F6', map: time % 84 }, () => undefined);
        if (time % 10 === 0)
          await explainer.smallestChange(network, { drawing, brushWidth: 208, from: 0, to: time % 9 });
      }
    };
    await ask(20);
    const before = { engine: await explainer.memory(), heap: await heapInUse() };
    await ask(200);
    expect(await explainer.memory()).toEqual(before.engine);
    expect((await heapInUse()) - before.heap).toBeLessThan(2e6);
  });
});

function largestAt(probabilities: Float32Array): number {
  return probabilities.indexOf(largest(probabilities));
}
