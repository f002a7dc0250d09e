import { expect, test } from 'vitest';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import { openTrainer, trainerWishes } from './trainer-opener.ts';

const kinds = (wishes: readonly { kind: string; workers?: number }[]) =>
  wishes.map(({ kind, workers }) => (workers === undefined ? kind : `${kind} ${workers}`));

test('auto takes what was timed, then our own kernels on all threads at hand, then the others', () => {
  const chosen = { kind: 'webgl', why: 'webgl: 90,000 images/s' };
  const wishes = trainerWishes({ engine: 'auto', network: 'lenet-5' }, null, [], chosen, 3);
  expect(kinds(wishes)).toEqual(['webgl', 'wasm 3', 'wasm 1', 'cpu']);
  expect(wishes[0]?.why).toBe('webgl: 90,000 images/s');
  expect(kinds(trainerWishes({ engine: 'auto', network: 'lenet-5' }, null, [], null, 3))[0]).toBe('wasm 3');
});

test('an engine that was chosen in the settings comes first', () => {
  expect(kinds(trainerWishes({ engine: 'cpu', network: 'lenet-5' }, null, [], null, 2))[0]).toBe('cpu');
  expect(kinds(trainerWishes({ engine: 'wasm', network: 'lenet-5' }, null, [], null, 2))[0]).toBe('wasm 2');
});

test('a run continues on the engine and threads that it started on, unless another is chosen', () => {
  const before = { kind: 'wasm', workers: 2 };
  expect(
    kinds(
      trainerWishes({ engine: 'auto', network: 'lenet-5' }, before, [], { kind: 'webgl', why: '' }, 4),
    )[0],
  ).toBe('wasm 2');
  expect(kinds(trainerWishes({ engine: 'wasm', network: 'lenet-5' }, before, [], null, 4))[0]).toBe('wasm 2');
  expect(kinds(trainerWishes({ engine: 'webgl', network: 'lenet-5' }, before, [], null, 4))[0]).toBe('webgl');
});

test('what has failed comes last, and WebAssembly without helpers has not failed with them', () => {
  const webgl = { kind: 'webgl', workers: 1 };
  expect(kinds(trainerWishes({ engine: 'auto', network: 'lenet-5' }, webgl, [webgl], null, 1))).toEqual([
    'wasm 1',
    'cpu',
    'webgl',
  ]);
  const helped = { kind: 'wasm', workers: 4 };
  const wishes = trainerWishes(
    { engine: 'auto', network: 'lenet-5' },
    helped,
    [helped],
    { ...helped, why: '' },
    4,
  );
  expect(kinds(wishes)).toEqual(['wasm 1', 'webgl', 'cpu', 'wasm 4']);
  const both = trainerWishes(
    { engine: 'wasm', network: 'lenet-5' },
    helped,
    [helped, { kind: 'wasm', workers: 1 }],
    null,
    4,
  );
  expect(kinds(both)).toEqual(['webgl', 'cpu', 'wasm 4', 'wasm 1']);
});

test('only what computes a network trains it, on one thread where it has no more for it', () => {
  const fast = { kind: 'webgl-passes', why: 'timed with LeNet-5' };
  const wishes = trainerWishes({ engine: 'auto', network: 'lenet-5-1998' }, null, [], fast, 4);
  expect(kinds(wishes)).toEqual(['wasm', 'cpu', 'webgl']);
});

test('an engine that does not compute the network says so, and another trains', async () => {
  const settings = { engine: 'webgl-passes', network: lenet5Of1998.id };
  const { engine, why } = await openTrainer(trainerWishes(settings, null, [], null, 2), lenet5Of1998);
  expect(engine.architecture).toBe(lenet5Of1998);
  expect(why).toBe(
    'WebGL 2 did not open: it does not compute LeNet-5 (1998). Used because nothing else opened.',
  );
  await engine.dispose();
});

test('a run from a larger machine trains on the threads that this device has, and says so', () => {
  const [first] = trainerWishes(
    { engine: 'auto', network: 'lenet-5' },
    { kind: 'wasm', workers: 63 },
    [],
    null,
    1,
  );
  expect(first).toMatchObject({ kind: 'wasm', workers: 1 });
  expect(first?.why).toBe('This run started on 63 threads; this device has 1 for it.');
});

test('kinds that no longer exist are passed over', () => {
  const wishes = trainerWishes(
    { engine: 'auto', network: 'lenet-5' },
    { kind: 'asm', workers: 1 },
    [],
    { kind: 'gone', why: '' },
    1,
  );
  expect(kinds(wishes)).toEqual(['wasm 1', 'webgl', 'cpu']);
});

test('the reason names what did not open', async () => {
  // Node has no WebGL.
  const { engine, why } = await openTrainer(
    trainerWishes({ engine: 'webgl', network: 'lenet-5' }, null, [], null, 1),
  );
  expect(engine.kind).toBe('wasm');
  expect(why).toMatch(/^TensorFlow\.js WebGL did not open: .+ Used because nothing else opened\.$/);
  await engine.dispose();
  await expect(openTrainer([{ kind: 'webgl', why: '' }])).rejects.toThrow(
    'No engine can train here. TensorFlow.js WebGL did not',
  );
});
