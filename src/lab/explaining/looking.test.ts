import { afterAll, expect, test } from 'vitest';
import { openWasm } from '../../cli/engine.ts';
import { readModel, shippedModelFolder } from '../../cli/model-files.ts';
import type { Engine } from '../../engines/engine.ts';
import { type OptimisedPicture, optimisedPicture } from '../../explain/optimised-picture.ts';
import { operated } from '../../explain/surgery.ts';
import { digitSize } from '../../network/rasters.ts';
import { referenceForwardDigits } from '../../network/reference/reference.ts';
import { learnableDigits, TestSource } from '../../run/test-support/digits.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
import { createLooking } from './looking.ts';

const network = await readModel(shippedModelFolder);
const { architecture, parameters } = network;
const engine = await openWasm();
afterAll(() => engine.dispose());

const some = learnableDigits(60);
const nothing = { digits: new Uint8Array(), labels: new Uint8Array(60) };
const target = { layer: 'C3', map: 4 };
const unheard = () => undefined;

/** Calls on a real engine, which count how many digits went through it. */
function looking(count = 40) {
  const passed = { digits: 0 };
  let queue: Promise<unknown> = Promise.resolve();
  const counted: Engine = Object.assign(Object.create(engine) as Engine, {
    forward: (digits: Uint8Array) => {
      passed.digits += digits.length / digitSize;
      return engine.forward(digits);
    },
  });
  const inTurn = <Answer>(
    network: Float32Array,
    ask: (engine: Engine) => Promise<Answer>,
  ): Promise<Answer> => {
    const answer = queue.then(() => engine.loadParameters(network)).then(() => ask(counted));
    queue = answer.catch(unheard);
    return answer;
  };
  const source = new TestSource(nothing, some);
  const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));
  return { calls: createLooking({ inTurn, breathe, mnist: () => source, count }), passed, source };
}

test('another map of the same network is answered without another pass, another network with one', async () => {
  const { calls, passed } = looking();
  const heard: number[] = [];
  const first = await calls.looksFor(parameters, target, (share) => heard.push(share));
  const expected = referenceForwardDigits(architecture, parameters, some.digits.subarray(0, 40 * digitSize));
  const highest = (digit: number) => {
    const from = digit * architecture.activationCount + (architecture.activationOffsets.C3 ?? 0) + 4;
    return Math.max(...Array.from({ length: 100 }, (_, place) => expected[from + 16 * place] as number));
  };
  expect(first?.strongest).toHaveLength(9);
  for (const { index, value } of first?.strongest ?? []) expect(value).toBeCloseTo(highest(index), 5);
  expect(first?.measured).toMatchObject({ total: 40, of: 'test digits' });
  expect(heard.at(-1)).toBe(1);
  expect((await calls.looksFor(parameters.slice(), { layer: 'F6', map: 1 }, unheard))?.target.layer).toBe(
    'F6',
  );
  expect(passed.digits).toBe(40);
  await calls.looksFor(parameters.with(0, 1), target, unheard);
  expect(passed.digits).toBe(80);
});

test('accuracy is that of the network that is named, on the same digits', async () => {
  const { calls } = looking();
  const before = await calls.looksFor(parameters, target, unheard);
  expect(await calls.accuracy(parameters)).toEqual(before?.measured);
  const all = Array.from({ length: 10 }, (_, map) => ({ layer: 'Output', map, kind: 'off' }) as const);
  const without = operated(network, all.slice(1));
  const zeros = some.labels.subarray(0, 40).filter((label) => label === 0).length;
  expect(await calls.accuracy(without)).toEqual({ right: zeros, total: 40, of: 'test digits' });
});

test('a newer call makes the one before it answer null, of whichever kind', async () => {
  const { calls } = looking();
  const asked = [parameters, parameters.with(0, 1), parameters.with(0, 2)];
  const looks = await Promise.all(asked.map((one) => calls.looksFor(one, target, unheard)));
  expect(looks.map((one) => one !== null)).toEqual([false, false, true]);
  const accuracies = await Promise.all(asked.map((one) => calls.accuracy(one)));
  expect(accuracies.map((one) => one !== null)).toEqual([false, false, true]);
  const pictures = await Promise.all(
    [1, 2].map((seed) => calls.optimisedPicture(parameters, target, seed, unheard)),
  );
  expect(pictures[0]).toBeNull();
  expect(pictures[1]).toEqual([...optimisedPicture(network, target, 2)].at(-1));
});

test('a picture is reported as it forms, and can be stopped', async () => {
  const { calls } = looking();
  const heard: OptimisedPicture[] = [];
  const answer = await calls.optimisedPicture(parameters, target, 1, (picture) => {
    heard.push(picture);
    if (picture.done > 0.2) void calls.stopPicture();
  });
  expect(answer).toBeNull();
  expect(heard.at(-1)?.done).toBeLessThan(0.3);
});

test('without MNIST, synthetic handwriting stands in for it until MNIST is there', async () => {
  const { calls, source } = looking(20);
  source.parts.test.count = 0;
  source.parts.test.fail('not in the cache');
  const heard: number[] = [];
  const before = await calls.looksFor(parameters, target, (share) => heard.push(share));
  expect(before?.measured).toMatchObject({ total: 20, of: syntheticName });
  expect(before?.measured.right).toBeGreaterThan(15);
  expect(heard.length).toBeGreaterThan(0);
  source.parts.test.arrive(60);
  expect((await calls.accuracy(parameters))?.of).toBe(syntheticName);
  expect((await calls.looksFor(parameters, target, unheard))?.measured.of).toBe('test digits');
});

test('a target that the network does not have is refused in words', async () => {
  const { calls } = looking();
  await expect(calls.looksFor(parameters, { layer: 'C3', map: 16 }, unheard)).rejects.toThrow(
    'expected a map or unit of lenet-5, got "C3 16"',
  );
});
