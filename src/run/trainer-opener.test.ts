import { expect, test } from 'vitest';
import { openTrainer, trainerWishes } from './trainer-opener.ts';

const kinds = (wishes: readonly { kind: string; workers?: number }[]) =>
  wishes.map(({ kind, workers }) => (workers === undefined ? kind : `${kind} ${workers}`));

test('auto takes what was timed, then our own kernels on all threads at hand, then the others', () => {
  const chosen = { kind: 'webgl', why: 'webgl: 90,000 images/s' };
  const wishes = trainerWishes({ engine: 'auto' }, null, [], chosen, 3);
  expect(kinds(wishes)).toEqual(['webgl', 'wasm 3', 'wasm 1', 'cpu']);
  expect(wishes[0]?.why).toBe('webgl: 90,000 images/s');
  expect(kinds(trainerWishes({ engine: 'auto' }, null, [], null, 3))[0]).toBe('wasm 3');
});

test('an engine that was chosen in the settings comes first', () => {
  expect(kinds(trainerWishes({ engine: 'cpu' }, null, [], null, 2))[0]).toBe('cpu');
  expect(kinds(trainerWishes({ engine: 'wasm' }, null, [], null, 2))[0]).toBe('wasm 2');
});

test('a run continues on the engine and threads that it started on, unless another is chosen', () => {
  const before = { kind: 'wasm', workers: 2 };
  expect(kinds(trainerWishes({ engine: 'auto' }, before, [], { kind: 'webgl', why: '' }, 4))[0]).toBe(
    'wasm 2',
  );
  expect(kinds(trainerWishes({ engine: 'wasm' }, before, [], null, 4))[0]).toBe('wasm 2');
  expect(kinds(trainerWishes({ engine: 'webgl' }, before, [], null, 4))[0]).toBe('webgl');
});

test('what has failed comes last, and WebAssembly without helpers has not failed with them', () => {
  const webgl = { kind: 'webgl', workers: 1 };
  expect(kinds(trainerWishes({ engine: 'auto' }, webgl, [webgl], null, 1))).toEqual([
    'wasm 1',
    'cpu',
    'webgl',
  ]);
  const helped = { kind: 'wasm', workers: 4 };
  const wishes = trainerWishes({ engine: 'auto' }, helped, [helped], { ...helped, why: '' }, 4);
  expect(kinds(wishes)).toEqual(['wasm 1', 'webgl', 'cpu', 'wasm 4']);
  const both = trainerWishes({ engine: 'wasm' }, helped, [helped, { kind: 'wasm', workers: 1 }], null, 4);
  expect(kinds(both)).toEqual(['webgl', 'cpu', 'wasm 4', 'wasm 1']);
});

test('a run from a larger machine trains on the threads that this device has, and says so', () => {
  const [first] = trainerWishes({ engine: 'auto' }, { kind: 'wasm', workers: 63 }, [], null, 1);
  expect(first).toMatchObject({ kind: 'wasm', workers: 1 });
  expect(first?.why).toBe('This run started on 63 threads; this device has 1 for it.');
});

test('kinds that no longer exist are passed over', () => {
  const wishes = trainerWishes(
    { engine: 'auto' },
    { kind: 'asm', workers: 1 },
    [],
    { kind: 'gone', why: '' },
    1,
  );
  expect(kinds(wishes)).toEqual(['wasm 1', 'webgl', 'cpu']);
});

test('the reason names what did not open', async () => {
  // Node has no WebGL.
  const { engine, why } = await openTrainer(trainerWishes({ engine: 'webgl' }, null, [], null, 1));
  expect(engine.kind).toBe('wasm');
  expect(why).toMatch(/^TensorFlow\.js WebGL did not open: .+ Used because nothing else opened\.$/);
  await engine.dispose();
  await expect(openTrainer([{ kind: 'webgl', why: '' }])).rejects.toThrow(
    'No engine can train here. TensorFlow.js WebGL did not',
  );
});
