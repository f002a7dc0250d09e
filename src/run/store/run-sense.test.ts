import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lenet5 } from '../../network/lenet-5.ts';
import type { KeptRun, RunProgress, RunRecord } from '../../storage/records.ts';
import { keptRun } from './run-store.fixture.ts';
import { readRun, storedRun } from './run-store-forms.ts';
import { curvePointsMost } from './run-store-limits.ts';

interface Changes {
  readonly record?: Partial<RunRecord>;
  readonly progress?: Partial<RunProgress>;
}

const changed = ({ record, progress }: Changes, run = keptRun('a', { step: 40 })): KeptRun => ({
  record: { ...run.record, ...record },
  progress: { ...run.progress, ...progress },
});

/** Why it is refused on its way into the database; null when it gets in. On its way out it has to be the same. */
function refusal(run: KeptRun): string | null {
  const stored = storedRun(run);
  return stored.ok ? null : stored.reason;
}

const { pending, optimiser } = keptRun('a', { step: 40 }).progress;
const points = (length: number) =>
  Array.from({ length }, (_, at) => ({ step: Math.min(40, at), loss: 1, accuracy: 0.5 }));
const point = (change: object) => [{ step: 40, loss: 1, accuracy: 0.5, ...change }];

test('a run in the middle of an epoch makes sense', () => {
  expect(refusal(keptRun('a', { step: 40 }))).toBe(null);
});

test.each<[string, Changes, RegExp]>([
  ['step 100 of 1', { record: { step: 100, totalSteps: 1 } }, /^Step: expected at most 1, .*got 100$/],
  [
    'ended after its last step',
    { record: { ended: true, totalSteps: 30 } },
    /^Step: expected at most 30, .*got 40$/,
  ],
  ['epoch 0', { progress: { epoch: 0 } }, /^Epoch: expected at least 1, got 0$/],
  ['epoch 1,000,000,000', { progress: { epoch: 1e9 } }, /^Epoch: expected at most 201, got 1000000000$/],
  [
    'the beginning after 40 steps',
    { progress: { offset: 0 } },
    /40 steps: expected later than the beginning/,
  ],
  [
    'a place in the data before any step',
    { record: { step: 0, training: [] } },
    /0 steps: expected the begin/,
  ],
  ['more images than 40 steps can have', { progress: { offset: 40 * 4096 + 1 } }, /so few steps can reach/],
  ['fewer images than steps', { progress: { offset: 39 } }, /as many steps/],
  ['epoch 42 after 40 steps', { progress: { epoch: 42, offset: 0 } }, /so few steps can reach/],
  ['images without end', { progress: { offset: 1e12 } }, /^Images of the epoch: expected fewer/],
  [
    'a negative second moment',
    {
      progress: {
        optimiser: { ...optimiser, second: new Float32Array(lenet5.parameterCount).fill(-1, 7, 8) },
      },
    },
    /^Second moments: expected 0 or more, got -1$/,
  ],
  [
    'more updates than steps',
    { progress: { optimiser: { ...optimiser, step: 41 } } },
    /^Updates: .* got 41$/,
  ],
  ['more correct than images', { progress: { pending: { ...pending, correct: 65 } } }, /at most 64, got 65$/],
  [
    'images without a step',
    { progress: { pending: { ...pending, steps: 0 } } },
    /^Images since the last point/,
  ],
  [
    'more steps since the last point than steps',
    { progress: { pending: { ...pending, steps: 41 } } },
    /at most 40/,
  ],
  [
    'a negative sum of losses',
    { progress: { pending: { ...pending, loss: -70 } } },
    /^Loss since the last point/,
  ],
  [
    'a loss without an image',
    { progress: { pending: { steps: 0, images: 0, correct: 0, loss: 1 } } },
    /first image/,
  ],
  [
    'a negative loss',
    { record: { training: point({ loss: -3 }) } },
    /^Training curve, loss of step 40: .* got -3$/,
  ],
  [
    'a loss of 1e300',
    { record: { validation: point({ loss: 1e300 }) } },
    /^Validation curve, loss .*1e\+300$/,
  ],
  [
    'an accuracy of 2',
    { record: { training: point({ accuracy: 2 }) } },
    /accuracy of step 40: expected 0 to 1/,
  ],
  ['a point after the last step', { record: { training: point({ step: 41 }) } }, /expected 0 to 40, got 41/],
  ['a point at half a step', { record: { training: point({ step: 0.5 }) } }, /expected 0 to 40, got 0.5/],
  ['points out of order', { record: { training: [...point({}), ...point({ step: 3 })] } }, /40 to 40, got 3/],
  [
    'a curve of 100,000 points',
    { record: { training: points(100_000) } },
    /at most 40,000 points, got 100000/,
  ],
  [
    'a start in the year 275,000',
    { record: { startedAt: 8.6e15 } },
    /^Started at: .*1970 to 9999, got the year 27/,
  ],
  ['a save before 1970', { record: { savedAt: -1 } }, /^Saved at: expected a date from 1970 to 9999/],
  ['a test accuracy of 1.1', { record: { testAccuracy: 1.1 } }, /^Test accuracy: expected at most 1/],
  ['more threads than any machine', { progress: { engine: { kind: 'wasm', workers: 129 } } }, /at most 128/],
  [
    'an engine with a strange name',
    { progress: { engine: { kind: '\u202e!', workers: 1 } } },
    /name of an engine/,
  ],
  [
    'an origin without its weights',
    { record: { origin: { name: 'x', networkId: null, steps: 3 } } },
    /only one/,
  ],
  [
    'weights at the start without an origin',
    { progress: { initial: new Float32Array(lenet5.parameterCount) } },
    /only one/,
  ],
  [
    'too few weights',
    { progress: { parameters: new Float32Array(7) } },
    /^Weights: expected 61,706 floats, got 7$/,
  ],
])('%s is refused, in words', (_, changes, words) => {
  const reason = refusal(changed(changes));
  expect(reason).toMatch(words);
  expect(reason).not.toMatch(/Invalid|Expected|[Rr]eceived/);
});

describe('what training can come to is taken', () => {
  test.each<[string, Changes]>([
    [
      'before the first step',
      {
        record: { step: 0, totalSteps: 0, training: [] },
        progress: {
          offset: 0,
          pending: { steps: 0, images: 0, loss: 0, correct: 0 },
          optimiser: { ...optimiser, step: 0 },
          engine: { kind: '', workers: 0 },
        },
      },
    ],
    [
      'a batch size that was changed: the place is no multiple of a batch',
      { progress: { offset: 40 * 64 + 7 } },
    ],
    ['one step more than were counted: settings were changed during it', { record: { totalSteps: 39 } }],
    ['at its end, and not yet ended', { record: { totalSteps: 40 }, progress: { epoch: 3, offset: 0 } }],
    ['stopped early', { record: { totalSteps: 40, ended: true, testAccuracy: 0.98 } }],
    [
      'ended before its first step',
      {
        record: { step: 0, totalSteps: 0, ended: true, training: [], validation: point({ step: 0 }) },
        progress: {
          offset: 0,
          pending: { steps: 0, images: 0, loss: 0, correct: 0 },
          optimiser: { ...optimiser, step: 0 },
        },
      },
    ],
    [
      'after another optimiser: its updates are counted from there',
      { progress: { optimiser: { ...optimiser, step: 3 } } },
    ],
    [
      'diverged: weights and losses near the end of 32-bit floats',
      {
        record: { training: point({ loss: 3e38 }) },
        progress: {
          parameters: new Float32Array(lenet5.parameterCount).fill(3e38),
          optimiser: { ...optimiser, first: new Float32Array(lenet5.parameterCount).fill(-3e38) },
        },
      },
    ],
    ['a loss that rounding has taken below nothing', { record: { training: point({ loss: -1e-7 }) } }],
    ['a clock that was set back', { record: { startedAt: 2000, savedAt: 1000 } }],
    ['a curve of the longest kind', { record: { training: points(curvePointsMost) } }],
  ])('%s', (_, changes) => {
    const run = changed(changes);
    const stored = storedRun(run);
    expect(refusal(run)).toBe(null);
    if (stored.ok)
      expect(readRun(stored.value.record, stored.value.progress)).toEqual({ ok: true, value: run });
  });
});

test('a run that has ended has no steps to go, whatever was counted after its end', () => {
  const stored = storedRun(changed({ record: { ended: true, totalSteps: 9380 } }));
  if (!stored.ok) throw new Error(stored.reason);
  expect(readRun(stored.value.record, stored.value.progress)).toMatchObject({
    ok: true,
    value: { record: { step: 40, totalSteps: 40, ended: true } },
  });
});

test('names lose what cannot be seen and what turns the text around them', () => {
  const origin = { name: 'Mine\u202e\u0000', networkId: null, steps: null };
  const initial = new Float32Array(lenet5.parameterCount);
  const dataName = `${'\u202e'.repeat(900)}my digits`;
  const stored = storedRun(changed({ record: { origin, dataName }, progress: { initial } }));
  if (!stored.ok) throw new Error(stored.reason);
  const read = readRun(stored.value.record, stored.value.progress);
  expect(read).toMatchObject({
    ok: true,
    value: { record: { dataName: 'my digits', origin: { name: 'Mine' } } },
  });
});

test('whatever one number of a stored run becomes, it is refused in plain words or can be trained on', () => {
  const stored = storedRun(keptRun('a', { step: 40, validation: points(3) }));
  if (!stored.ok) throw new Error(stored.reason);
  const parts = { record: stored.value.record, progress: stored.value.progress };
  const paths = numbersOf(parts);
  expect(paths.length).toBeGreaterThanOrEqual(20);
  const values = fc.oneof(
    fc.double(),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -0, -1, 1e9, 1e300, 3e38, Number.NaN, 8.64e15, 0.5),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), values, fc.nat(), (path, value, at) => {
      const copy = structuredClone(parts);
      write(copy, path, value, at);
      const read = readRun(copy.record, copy.progress);
      if (!read.ok) {
        expect(read.reason).toMatch(/expected .+, got ./);
        expect(read.reason).not.toMatch(/Invalid|Expected|[Rr]eceived/);
        return;
      }
      const { record, progress } = read.value;
      expect(record.step).toBeLessThanOrEqual(record.totalSteps + 1);
      expect(progress.epoch).toBeGreaterThanOrEqual(1);
      expect(progress.epoch).toBeLessThanOrEqual(201);
      expect(progress.optimiser.second.every((moment) => Math.sqrt(moment) >= 0)).toBe(true);
      expect(progress.pending.correct).toBeLessThanOrEqual(progress.pending.images);
      for (const { loss, accuracy } of [...record.training, ...record.validation]) {
        expect(loss > -0.01 && loss < 1e40 && accuracy >= 0 && accuracy <= 1).toBe(true);
      }
      expect(new Date(record.startedAt).toISOString()).toMatch(/^\d{4}-/);
    }),
    { numRuns: 400 },
  );
});

type Path = readonly string[];

/** Places of numbers, and of arrays of them. */
function numbersOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'number' || ArrayBuffer.isView(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => numbersOf(each, [...path, key]));
}

function write(target: object, [key = '', ...rest]: Path, value: number, at: number): void {
  const holder = target as Record<string, unknown>;
  const inner = holder[key];
  if (inner instanceof Float32Array || inner instanceof Float64Array) inner[at % inner.length] = value;
  else if (rest.length === 0) holder[key] = value;
  else write(inner as object, rest, value, at);
}
