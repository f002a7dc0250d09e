import { safetensors } from '@jax-js/loaders';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '../../formats/metadata.ts';
import { sameBits } from '../../formats/network.fixture.ts';
import {
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from '../../formats/safetensors/safetensors.ts';
import { utf8 } from '../../formats/text.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { readRunFile, writeRunFile } from './run-file.ts';
import { keptRun } from './run-store.fixture.ts';

const ofStep = (step: number) => new Float32Array(lenet5.parameterCount).fill(step);
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

/** The file with other contents, all of whose digests are true. */
function fileWith(change: (run: Content, tensors: Map<string, Float32Array | Float64Array>) => void) {
  const { tensors, metadata } = readSafetensors(file, 'ours');
  const run: Content = JSON.parse(metadata.run ?? '');
  const values = new Map([...tensors].map(([name, tensor]) => [name, tensor.values.slice()]));
  change(run, values);
  const resealed = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = 'tensor' in value && typeof value.tensor === 'string' ? value.tensor : '';
    const tensor = values.get(name);
    if (tensor) return { tensor: name, sha256: digestOf(tensor) };
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resealed(each)]));
  };
  const json = JSON.stringify(resealed(run));
  const sealed: Safetensors = {
    tensors: new Map([...values].map(([name, each]) => [name, { shape: [each.length], values: each }])),
    metadata: { ...metadata, run: json, run_sha256: bytesToHex(sha256(utf8(json))) },
  };
  return writeSafetensors(sealed);
}

type Content = Record<'record' | 'progress' | 'moments', Record<string, unknown>>;
const refusalOf = (bytes: Uint8Array) => {
  try {
    readRunFile(bytes, 'a.lenet-run');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

test('a file that was taken apart and put together again comes in', () => {
  expect(refusalOf(fileWith(() => undefined))).toBe(null);
});

test.each<[string, Parameters<typeof fileWith>[0], RegExp]>([
  [
    'step 100 of 1',
    ({ record }) => Object.assign(record, { step: 100, totalSteps: 1 }),
    /at most 1, .*got 100$/,
  ],
  ['epoch 0', ({ progress }) => Object.assign(progress, { epoch: 0 }), /Epoch: expected at least 1, got 0$/],
  [
    'no date',
    ({ record }) => Object.assign(record, { savedAt: 8.64e15 }),
    /1970 to 9999, got the year 275760$/,
  ],
  [
    'a curve of 100,000 points',
    (_, tensors) => tensors.set('record.training', new Float64Array(300_000)),
    /Training curve: expected at most 40,000 points, got 100000$/,
  ],
  [
    'a curve of 20,001 points',
    (_, tensors) => tensors.set('record.training', new Float64Array(60_003)),
    /expected curves of at most 20,000 points, got 20001$/,
  ],
  [
    'weights of 3e38',
    (_, tensors) => tensors.get('progress.parameters')?.fill(3e38),
    /its weights are too large to give an answer \(C1 can add up to 7\.8×10³⁹/,
  ],
  [
    'a moment with weights of 3e38',
    (_, tensors) => tensors.get('moments.3.parameters')?.fill(3e38),
    /moment of step 3: .* too large/,
  ],
  [
    'a negative second moment',
    (_, tensors) => tensors.get('progress.optimiser.second')?.fill(-1, 5, 6),
    /Second moments: expected 0 or more, got -1$/,
  ],
  [
    'no object',
    ({ record }) => Object.assign(record, { origin: 3 }),
    /origin|Network it began from: expected an object, got 3/,
  ],
])('a run file with true digests and %s is refused, in words', (_, change, words) => {
  const reason = refusalOf(fileWith(change));
  expect(reason).toMatch(words);
  expect(reason).toMatch(/^a\.lenet-run/);
});

test('names of 1,000 marks that turn the text around them come in without them', () => {
  const bytes = fileWith(({ record }) => Object.assign(record, { dataName: `${'\u202e'.repeat(990)}MNIST` }));
  expect(readRunFile(bytes, 'a.lenet-run').run.record.dataName).toBe('MNIST');
});

test('a run file with any one number changed and true digests is refused, or makes sense', () => {
  const parts = fc.constantFrom<readonly ['record' | 'progress', string]>(
    ['record', 'step'],
    ['record', 'totalSteps'],
    ['record', 'startedAt'],
    ['record', 'testAccuracy'],
    ['progress', 'epoch'],
    ['progress', 'offset'],
  );
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.nat(400),
  );
  fc.assert(
    fc.property(parts, value, ([part, key], number) => {
      const bytes = fileWith((content) => Object.assign(content[part], { [key]: number }));
      const reason = refusalOf(bytes);
      if (reason !== null) {
        expect(reason).toMatch(/^a\.lenet-run is damaged or was changed\. .+: expected .+, got ./);
        return;
      }
      const { record, progress } = readRunFile(bytes, 'a.lenet-run').run;
      expect(record.step).toBeLessThanOrEqual(record.totalSteps + 1);
      expect(progress.offset).toBeLessThanOrEqual(4096 * record.step);
    }),
    { numRuns: 60 },
  );
});
