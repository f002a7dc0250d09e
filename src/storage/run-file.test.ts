import { safetensors } from '@jax-js/loaders';
import { expect, test } from 'vitest';
import { sameBits } from '../formats/network.fixture.ts';
import { parameterCount } from '../lenet/spec.ts';
import { readRunFile, writeRunFile } from './run-file.ts';
import { keptRun } from './run-store.fixture.ts';

const ofStep = (step: number) => new Float32Array(parameterCount).fill(step);
const run = keptRun('a', { step: 5, validation: [{ step: 5, loss: 1, accuracy: 0.5 }] });
const whole = { run, moments: new Map([1, 3, 5].map((step) => [step, ofStep(step)])) };
const file = writeRunFile(whole);

test('a run comes back from its file as it was, with its optimiser, curves and moments', () => {
  const back = readRunFile(file, 'a.lenet-run');
  expect(back.run.record).toEqual(run.record);
  const { parameters, optimiser, ...place } = back.run.progress;
  const { parameters: _, optimiser: __, ...expected } = run.progress;
  expect(place).toEqual(expected);
  expect(optimiser.step).toBe(5);
  expect(sameBits(parameters, run.progress.parameters)).toBe(true);
  expect(sameBits(optimiser.first, run.progress.optimiser.first)).toBe(true);
  expect(sameBits(optimiser.second, run.progress.optimiser.second)).toBe(true);
  expect([...back.moments.keys()]).toEqual([1, 3, 5]);
  expect(sameBits(back.moments.get(3) as Float32Array, ofStep(3))).toBe(true);
});

test('a run that began from another network takes both along', () => {
  const origin = { name: 'Mine', networkId: null, steps: 12 };
  const { record, progress } = keptRun('b', { origin });
  const bytes = writeRunFile({
    run: { record, progress: { ...progress, initial: ofStep(7) } },
    moments: new Map(),
  });
  const back = readRunFile(bytes, 'b.lenet-run');
  expect(back.run.record.origin).toEqual(origin);
  expect(sameBits(back.run.progress.initial as Float32Array, ofStep(7))).toBe(true);
});

test('other readers of safetensors open it: the arrays of a run have names', () => {
  const { tensors } = safetensors.parse(file);
  expect(Object.keys(tensors).sort()).toEqual([
    'moments.1.parameters',
    'moments.3.parameters',
    'moments.5.parameters',
    'progress.optimiser.first',
    'progress.optimiser.second',
    'progress.parameters',
    'record.training',
    'record.validation',
  ]);
});
