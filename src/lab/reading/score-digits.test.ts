import { expect, test } from 'vitest';
import { scoresOf } from '../../digits/number/scores.ts';
import type { Engine } from '../../engines/engine.ts';
import { openEngine } from '../../engines/open.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import { scorerOf } from './score-digits.ts';

const parameters = initialParameters(lenet5, randomFromSeed(6));
const network = { architecture: lenet5, parameters, leastEnergy: 2 };

async function counted() {
  const opened = await openEngine('wasm');
  if (!opened.ok) throw new Error(opened.reason);
  const { engine } = opened;
  await engine.loadParameters(parameters);
  const batches: number[] = [];
  const forward = engine.forward.bind(engine);
  engine.forward = (digits) => {
    batches.push(digits.length / digitSize);
    return forward(digits);
  };
  return { engine, batches, forward };
}

function digitsOf(...seeds: readonly number[]): Uint8Array {
  const digits = new Uint8Array(seeds.length * digitSize);
  seeds.forEach((seed, at) => {
    const random = randomFromSeed(seed);
    for (let pixel = 0; pixel < digitSize; pixel++) digits[at * digitSize + pixel] = random.integer(0, 255);
  });
  return digits;
}

test('scores are those of one batch, in the same order, with some known and some not', async () => {
  const { engine, forward } = await counted();
  const score = scorerOf()(engine, network);
  await score(digitsOf(3, 1));
  const digits = digitsOf(1, 2, 3, 2, 4);
  const scores = await score(digits);
  const expected = scoresOf(network, await forward(digits));
  expect([...scores.probabilities]).toEqual([...expected.probabilities].map((p) => expect.closeTo(p, 6)));
  expect([...scores.energies]).toEqual([...expected.energies].map((energy) => expect.closeTo(energy, 4)));
  expect(scores.leastEnergy).toBe(2);
  await engine.dispose();
});

test('what is known is not computed again until another network answers, and batches have few sizes', async () => {
  const { engine, batches } = await counted();
  const scorer = scorerOf();
  const forty = digitsOf(...Array.from({ length: 40 }, (_, at) => at));
  await scorer(engine, network)(forty);
  expect(batches).toEqual([32, 8]);
  await scorer(engine, network)(forty);
  expect(batches).toEqual([32, 8]);
  await scorer(engine, { ...network, parameters: parameters.slice() })(digitsOf(1));
  expect(batches).toEqual([32, 8, 1]);
  await engine.dispose();
});

test('values that are not finite are an error that names the engine', async () => {
  const engine = {
    kind: 'broken',
    forward: async () => new Float32Array(lenet5.activationCount).fill(Number.NaN),
  } as unknown as Engine;
  await expect(scorerOf()(engine, network)(digitsOf(1))).rejects.toThrow(
    'broken gave values that are not finite',
  );
});
