import { afterAll, expect, test } from 'vitest';
import { ExpectationError } from '../lib/expect.ts';
import { type Random, randomFromSeed } from '../lib/random.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { readRunFile, writeRunFile } from '../run/store/run-file.ts';
import { keptRun } from '../run/store/run-store.fixture.ts';
import { incoming, sameBits, testNetwork } from './network.fixture.ts';
import { exportNetwork, importNetwork } from './networks.ts';
import { unpackZip } from './zip.ts';

/**
 * Files that were changed at random, 10,200 in all. Every one is refused with a reason, or means what the
 * whole file meant: all our files carry a digest of their weights, so that no other weights pass.
 */
const network = testNetwork();
let mutants = 0;

const hostile = [
  '1e999',
  '-1',
  '99999999999999999999',
  'null',
  '"x"',
  '[]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '[[[[[[[[[[[[[[',
  'NaN',
];

/** @param structure bytes at the start where most changes go: the header of a format */
function mutated(bytes: Uint8Array, structure: number, random: Random): Uint8Array {
  const end = random.uniform() < 0.85 ? Math.min(structure, bytes.length) : bytes.length;
  const at = random.integer(0, end - 1);
  const copy = bytes.slice();
  switch (random.integer(0, 6)) {
    case 0:
      copy[at] = (copy[at] as number) ^ (1 << random.integer(0, 7));
      return copy;
    case 1:
      for (let i = at; i < Math.min(copy.length, at + random.integer(1, 8)); i++)
        copy[i] = random.integer(0, 255);
      return copy;
    case 2:
      return copy.slice(0, at);
    case 3:
      return joined(copy.subarray(0, at), copy.subarray(at + random.integer(1, 40)));
    case 4: {
      const again = copy.subarray(at, at + random.integer(1, 200));
      return joined(copy.subarray(0, at), again, copy.subarray(at));
    }
    case 5: {
      const text = new TextEncoder().encode(hostile[random.integer(0, hostile.length - 1)]);
      return joined(copy.subarray(0, at), text, copy.subarray(at + (random.integer(0, 1) ? text.length : 0)));
    }
    default: {
      // NaN or infinity among the weights, or lengths that are huge.
      const value = random.integer(0, 1) ? 0x7fc00000 : 0xffffffff;
      if (at + 4 <= copy.length) new DataView(copy.buffer).setUint32(at, value, true);
      return copy;
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

async function expectSound(files: Parameters<typeof importNetwork>[0]): Promise<void> {
  mutants += 1;
  const result = await importNetwork(files);
  if (!result.ok) {
    if (result.reason.length < 10 || result.reason.length > 1500)
      throw new Error(`a poor reason: ${result.reason}`);
    return;
  }
  const { parameters } = result.network;
  if (parameters.length !== lenet5.parameterCount || !sameBits(parameters, network.parameters)) {
    throw new Error('other weights were accepted');
  }
}

test('5,500 mutated .safetensors files: refused, or the same weights', async () => {
  const { bytes } = await exportNetwork(network, 'safetensors');
  const random = randomFromSeed(1);
  for (let i = 0; i < 5500; i++) await expectSound([incoming('a.safetensors', mutated(bytes, 1300, random))]);
});

test('1,700 mutated .onnx files: refused, or the same weights', async () => {
  const { bytes } = await exportNetwork(network, 'onnx');
  const random = randomFromSeed(2);
  for (let i = 0; i < 1700; i++) await expectSound([incoming('a.onnx', mutated(bytes, 900, random))]);
});

test('1,800 mutated pairs of model.json and weights.bin, and 400 zips: refused, or the same weights', async () => {
  const { bytes } = await exportNetwork(network, 'tfjs');
  const files = unpackZip(bytes, 'a.zip', 1_000_000);
  const [model, weights] = [files.get('model.json'), files.get('weights.bin')];
  if (!model || !weights) throw new Error('expected both files in the zip');
  const random = randomFromSeed(3);
  for (let i = 0; i < 1800; i++) {
    const part = i % 8 === 0 ? 'weights' : 'model';
    await expectSound([
      incoming('model.json', part === 'model' ? mutated(model, model.length, random) : model),
      incoming('weights.bin', part === 'weights' ? mutated(weights, weights.length, random) : weights),
    ]);
  }
  for (let i = 0; i < 400; i++) await expectSound([incoming('a.zip', mutated(bytes, 2500, random))]);
});

test('800 mutated run files: refused, or the same run', () => {
  const { record, progress } = keptRun('a');
  const bytes = writeRunFile({ run: { record, progress }, moments: new Map() });
  const random = randomFromSeed(4);
  for (let i = 0; i < 800; i++) {
    mutants += 1;
    try {
      const { run } = readRunFile(mutated(bytes, 1800, random), 'a.lenet-run');
      expect(run.record).toEqual(record);
      if (!sameBits(run.progress.parameters, progress.parameters))
        throw new Error('other weights were accepted');
      if (!sameBits(run.progress.optimiser.first, progress.optimiser.first))
        throw new Error('another state was accepted');
    } catch (error) {
      if (!(error instanceof ExpectationError)) throw error;
    }
  }
});

afterAll(() => {
  expect(mutants).toBeGreaterThanOrEqual(10_000);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('polluted' in {}).toBe(false);
});
