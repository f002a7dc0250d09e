import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { overflowOf } from '../../network/answerable.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import { openEngine } from '../open.ts';

const random = randomFromSeed(3);
const digits = Uint8Array.from({ length: 20 * digitSize }, () => random.integer(0, 255));

test('the largest weights that count as answering give finite probabilities; 3.4e38 of both signs do not', async () => {
  const opened = await openEngine('wasm');
  if (!opened.ok) throw new Error(opened.reason);
  const { engine } = opened;
  for (const { name, layer, offset, size } of lenet5.tensors) {
    const fanIn = name.endsWith('bias')
      ? 1
      : size / (lenet5.tensors.find((tensor) => tensor.layer === layer && tensor.role === 'bias')?.size ?? 1);
    const parameters = initialParameters(lenet5, randomFromSeed(4));
    for (let at = offset; at < offset + size; at++)
      parameters[at] = (random.uniform() < 0.5 ? -1 : 1) * (9e36 / fanIn);
    expect(overflowOf(lenet5, parameters), name).toBe(null);
    await engine.loadParameters(parameters);
    const probabilities = await engine.classify(digits);
    expect(
      probabilities.every((value) => value >= 0 && value <= 1),
      name,
    ).toBe(true);
  }
  const absurd = Float32Array.from({ length: lenet5.parameterCount }, () =>
    random.uniform() < 0.5 ? -3.4e38 : 3.4e38,
  );
  expect(overflowOf(lenet5, absurd)).not.toBe(null);
  await engine.loadParameters(absurd);
  expect((await engine.classify(digits)).every(Number.isFinite)).toBe(false);
  await engine.dispose();
});
