import { afterAll, expect, test } from 'vitest';
import { openWasm } from '../../cli/engine.ts';
import { readModel, shippedModelFolder } from '../../cli/model-files.ts';
import type { Engine } from '../../engines/engine.ts';
import { principalPlane } from '../../explain/plane.ts';
import { activationOf } from '../../network/architecture.ts';
import { digitSize } from '../../network/rasters.ts';
import { referenceForwardDigits } from '../../network/reference/reference.ts';
import { learnableDigits, TestSource } from '../../run/test-support/digits.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
import { createMapping } from './mapping.ts';

const { architecture, parameters } = await readModel(shippedModelFolder);
const engine = await openWasm();
afterAll(() => engine.dispose());

const count = 70;
const some = learnableDigits(90);
const nothing = { digits: new Uint8Array(), labels: new Uint8Array(90) };
const unheard = () => undefined;

function mapping(source = new TestSource(nothing, some)) {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <Answer>(network: Float32Array, ask: (engine: Engine) => Promise<Answer>) => {
    const answer = queue.then(() => engine.loadParameters(network)).then(() => ask(engine));
    queue = answer.catch(unheard);
    return answer;
  };
  const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));
  return createMapping({ inTurn, breathe, mnist: () => source });
}

test('values and answers are those of the float64 reference, digit by digit, with their principal plane', async () => {
  const heard: number[] = [];
  const map = await mapping().mapDigits(parameters, count, (share) => heard.push(share));
  if (!map) throw new Error('expected a map');
  expect(map.of).toBe('test digits');
  expect(map.digits.digits).toEqual(some.digits.slice(0, count * digitSize));
  expect(map.digits.labels).toEqual(some.labels.slice(0, count));
  expect(heard.at(-1)).toBe(1);
  const expected = referenceForwardDigits(architecture, parameters, map.digits.digits);
  for (let at = 0; at < count; at++) {
    const one = expected.subarray(at * 9_118, (at + 1) * 9_118);
    activationOf(architecture, one, 'F6').forEach((value, unit) => {
      expect(map.values[at * 84 + unit]).toBeCloseTo(value, 5);
    });
    const output = activationOf(architecture, one, 'Output');
    expect(map.answers[at]).toBe(output.indexOf(Math.max(...output)));
  }
  expect(map.plane).toEqual(principalPlane(map.values, 84));
});

test('a newer call makes the one before it answer null, and the last one is of the network that it names', async () => {
  const { mapDigits } = mapping();
  const others = [parameters, parameters.with(0, 1), parameters.with(61_699, 1e3)];
  const maps = await Promise.all(others.map((one) => mapDigits(one, count, unheard)));
  expect(maps.map((map) => map !== null)).toEqual([false, false, true]);
  // The bias of 3 alone.
  expect(new Set(maps[2]?.answers)).toEqual(new Set([3]));
});

test('without MNIST synthetic handwriting is mapped, as many digits as are asked for, and MNIST once it is there', async () => {
  const source = new TestSource(nothing, some);
  source.parts.test.count = 0;
  source.parts.test.fail('not in the cache');
  const { mapDigits } = mapping(source);
  const before = await mapDigits(parameters, 30, unheard);
  expect(before?.of).toBe(syntheticName);
  expect(before?.answers).toHaveLength(30);
  expect((await mapDigits(parameters, 12, unheard))?.digits.labels).toEqual(
    before?.digits.labels.slice(0, 12),
  );
  source.parts.test.arrive(90);
  expect((await mapDigits(parameters, 30, unheard))?.of).toBe('test digits');
});
