import { expect, test } from 'vitest';
import { openTrainer, trainerWishes } from './trainer-opener.ts';

const kinds = (wishes: readonly { kind: string; workers?: number }[]) =>
  wishes.map(({ kind, workers }) => (workers === undefined ? kind : `${kind} ${workers}`));

test('auto takes what was timed, then our own kernels on all threads at hand, then the others', () => {
  const chosen = { kind: 'webgl', why: 'webgl: 90,000 images/s' };
  const wishes = trainerWishes({ engine: 'auto' }, null, chosen, 3);
  expect(kinds(wishes)).toEqual(['webgl', 'wasm 3', 'wasm 1', 'cpu']);
  expect(wishes[0]?.why).toBe('webgl: 90,000 images/s');
  expect(kinds(trainerWishes({ engine: 'auto' }, null, null, 3))[0]).toBe('wasm 3');
});

test('an engine asked for by name comes first', () => {
  expect(kinds(trainerWishes({ engine: 'cpu' }, null, null, 2))[0]).toBe('cpu');
  expect(kinds(trainerWishes({ engine: 'wasm' }, null, null, 2))[0]).toBe('wasm 2');
});

test('a run goes on with the engine and threads that it began on, unless another is asked for', () => {
  const before = { kind: 'wasm', workers: 2, failed: false };
  expect(kinds(trainerWishes({ engine: 'auto' }, before, { kind: 'webgl', why: '' }, 4))[0]).toBe('wasm 2');
  expect(kinds(trainerWishes({ engine: 'wasm' }, before, null, 4))[0]).toBe('wasm 2');
  expect(kinds(trainerWishes({ engine: 'webgl' }, before, null, 4))[0]).toBe('webgl');
});

test('an engine that has just failed comes last', () => {
  const wishes = trainerWishes({ engine: 'auto' }, { kind: 'webgl', workers: 1, failed: true }, null, 1);
  expect(kinds(wishes)).toEqual(['wasm 1', 'cpu', 'webgl']);
});

test('kinds that no longer exist are passed over', () => {
  const wishes = trainerWishes(
    { engine: 'auto' },
    { kind: 'asm', workers: 1, failed: false },
    { kind: 'gone', why: '' },
    1,
  );
  expect(kinds(wishes)).toEqual(['wasm 1', 'webgl', 'cpu']);
});

test('what did not open is said with what stands in', async () => {
  // Node has no WebGL.
  const { engine, why } = await openTrainer(trainerWishes({ engine: 'webgl' }, null, null, 1));
  expect(engine.kind).toBe('wasm');
  expect(why).toMatch(/^webgl did not open: .+ Stands in\.$/);
  await engine.dispose();
  await expect(openTrainer([{ kind: 'webgl', why: '' }])).rejects.toThrow(
    'No engine can train here. webgl did not',
  );
});
