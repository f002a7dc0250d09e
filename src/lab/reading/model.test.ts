import { afterEach, expect, test, vi } from 'vitest';
import { digestKey, weightsDigest } from '../../formats/tfjs/digest.ts';
import { encodeModel } from '../../formats/tfjs/weights.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { fetchModel } from './model.ts';

const url = 'http://lab.test/models/lenet5/model.json';
const parameters = initialParameters(lenet5, randomFromSeed(1));
const { weightsBin } = encodeModel({ architecture: lenet5, parameters: parameters });
const { modelJson } = encodeModel(
  { architecture: lenet5, parameters: parameters },
  { [digestKey]: weightsDigest(weightsBin) },
);
const old = encodeModel({
  architecture: lenet5,
  parameters: initialParameters(lenet5, randomFromSeed(2)),
}).weightsBin;

afterEach(() => vi.unstubAllGlobals());

/** A server, and a cache before it that may hold other weights. */
function serve({ stored = weightsBin, served = weightsBin }) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string, { cache }: RequestInit) => {
    const file = address.slice(address.lastIndexOf('/') + 1);
    asked.push(`${file} ${cache}`);
    if (file === 'model.json') return Response.json(modelJson);
    return new Response((cache === 'reload' ? served : stored).slice(0));
  });
  return asked;
}

test('a model whose weights have the digest that model.json names', async () => {
  const asked = serve({});
  expect((await fetchModel(url)).parameters).toEqual(parameters);
  expect(asked).toEqual(['model.json default', 'weights.bin default']);
});

test('old weights from a cache are asked for again, past it', async () => {
  const asked = serve({ stored: old });
  expect((await fetchModel(url)).parameters).toEqual(parameters);
  expect(asked.slice(2)).toEqual(['model.json reload', 'weights.bin reload']);
});

test('weights that stay other ones are refused with both digests', async () => {
  serve({ stored: old, served: old });
  await expect(fetchModel(url)).rejects.toThrow(
    /^weights.bin: expected SHA-256 [0-9a-f]{12}\.\.\., got [0-9a-f]{12}\.\.\.: it is damaged/,
  );
});
