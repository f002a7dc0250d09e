import { beforeAll, describe, expect, test } from 'vitest';
import { buildWasm } from '../../tools/build-wasm.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { samples } from '../digits/samples.ts';
import { largest } from '../lib/lists.ts';
import type { KnowingNetwork } from '../network/energy.ts';
import { logitsOf } from '../network/logits.ts';
import { type Digit28, digitSize } from '../network/rasters.ts';
import type { Batches } from './batches.ts';
import { decisionOf } from './deciding-units.ts';
import { integrateGradients } from './integrated-gradients.ts';
import { occlude } from './occlusion.ts';
import { leadOf } from './pair.ts';
import { referenceBatches, shippedNetwork, wasmBatches } from './test-support/batches.ts';

let network: KnowingNetwork;
let engines: Readonly<Record<'reference' | 'wasm', Batches>>;
beforeAll(async () => {
  await buildWasm();
  network = await shippedNetwork();
  engines = { reference: referenceBatches(network), wasm: await wasmBatches(network) };
});

const digits = samples.map(({ name, drawing }) => ({ name, digit: normalise(drawing)?.digit as Digit28 }));

/** The answer and the runner-up, as the network's logits say. */
async function pairOf(digit: Digit28) {
  const activations = await engines.wasm.forward(digit);
  const order = [...logitsOf(network, activations).entries()].toSorted(([, a], [, b]) => b - a);
  const [[answer = 0] = [], [rival = 0] = []] = order;
  return { activations, pair: { digit: answer, rival } };
}

const farthest = (one: Float32Array, other: Float32Array) =>
  largest(Array.from(one, (value, at) => Math.abs(value - (other[at] as number))));

describe('integrated gradients', () => {
  test('add up to the difference of the two logits, with a residue below 1 %, for every sample and rival', async () => {
    for (const { name, digit } of digits) {
      const { activations, pair } = await pairOf(digit);
      const blank = await engines.wasm.forward(new Uint8Array(digitSize));
      for (let rival = 0; rival < 10; rival++) {
        if (rival === pair.digit) continue;
        const asked = { digit: pair.digit, rival };
        const { pixels, difference, residue } = await integrateGradients(engines.wasm, digit, asked);
        const expected = leadOf(network, activations, asked) - leadOf(network, blank, asked);
        expect(difference, name).toBeCloseTo(expected, 3);
        const sum = pixels.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - expected), name).toBeLessThan(0.01 * Math.max(1, Math.abs(expected)));
        expect(residue).toBeCloseTo(Math.abs(sum - expected) / Math.max(1, Math.abs(expected)), 3);
      }
    }
  });

  test('are those of the float64 reference, and the rival sees them with the other sign', async () => {
    const { digit } = digits[3] as (typeof digits)[number];
    const { pair } = await pairOf(digit);
    const one = await integrateGradients(engines.wasm, digit, pair);
    const other = await integrateGradients(engines.reference, digit, pair);
    expect(one.steps).toBe(other.steps);
    expect(farthest(one.pixels, other.pixels)).toBeLessThan(1e-3);
    const turned = await integrateGradients(engines.wasm, digit, { digit: pair.rival, rival: pair.digit });
    expect(
      farthest(
        one.pixels,
        turned.pixels.map((value) => -value),
      ),
    ).toBeLessThan(1e-3);
  });
});

describe('occlusion', () => {
  test('falls are the differences of leads that the reference gives without those pixels', async () => {
    const { digit } = digits[5] as (typeof digits)[number];
    const { activations, pair } = await pairOf(digit);
    const one = await occlude(engines.wasm, digit, pair);
    const other = await occlude(engines.reference, digit, pair);
    expect(one.lead).toBeCloseTo(leadOf(network, activations, pair), 5);
    expect(farthest(one.pixels, other.pixels)).toBeLessThan(1e-3);
    expect(one.parts.map(({ place }) => place)).toEqual(other.parts.map(({ place }) => place));
    for (const [at, { fall }] of one.parts.entries())
      expect(fall).toBeCloseTo(other.parts[at]?.fall ?? 99, 3);
  });

  test('colours ink alone, and a part is hidden where it is said to be', async () => {
    // A bar at the top of nothing else: only its row of ninths can have ink.
    const bar = new Uint8Array(digitSize) as Digit28;
    for (let column = 6; column < 22; column++) bar.fill(255, 5 * 28 + column, 5 * 28 + column + 1);
    bar[20 * 28 + 14] = 255;
    const { pixels, parts } = await occlude(engines.wasm, bar, { digit: 7, rival: 1 });
    expect(parts.map(({ place }) => place)).toEqual(['top left', 'top', 'top right', 'bottom']);
    pixels.forEach((value, at) => {
      if (!bar[at]) expect(value).toBe(0);
    });
    expect(largest(pixels.map(Math.abs))).toBeGreaterThan(0);
    const withoutDot = bar.slice() as Digit28;
    withoutDot[20 * 28 + 14] = 0;
    const lead = async (digit: Digit28) =>
      leadOf(network, await engines.reference.forward(digit), { digit: 7, rival: 1 });
    expect(parts.at(-1)?.fall).toBeCloseTo((await lead(bar)) - (await lead(withoutDot)), 3);
  });
});

test('the products of all deciding units and the biases add up to the lead, and leaving one out is exact', async () => {
  for (const { digit } of digits) {
    const { activations, pair } = await pairOf(digit);
    const { units, bias, lead } = decisionOf(network, activations, pair);
    expect(units).toHaveLength(84);
    expect(units.reduce((sum, { product }) => sum + product, bias)).toBeCloseTo(lead, 9);
    expect(lead).toBeCloseTo(leadOf(network, activations, pair), 9);
    const [first] = units;
    if (!first) throw new Error('expected units');
    expect(Math.abs(first.product)).toBe(largest(units.map(({ product }) => Math.abs(product))));
    const silenced = activations.subarray(9_118 - 94, 9_118 - 10).slice();
    silenced[first.unit] = 0;
    const logits = logitsOf(network, silenced);
    expect(first.without.digit).toBe(logits.indexOf(largest(logits)));
    const shares = logits.map((logit) => Math.exp(logit - largest(logits)));
    expect(first.without.probability).toBeCloseTo(1 / shares.reduce((a, b) => a + b, 0), 9);
  }
});
