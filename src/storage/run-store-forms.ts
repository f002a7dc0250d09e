import * as v from 'valibot';
import { parameterCount } from '../lenet/spec.ts';
import type { KeptPoint, RunProgress, RunRecord } from './run-store.ts';

/**
 * What lies in the database, and its way there and back. What is read may be damaged, or written by
 * another version: it goes through these forms first. What is written goes through them as well, so
 * that a save that could not be read again (a parameter that is not a number) never replaces a good one.
 *
 * Arrays are copied on their way in: a view would be cloned with the whole memory that it looks at,
 * and memory shared with the threads of an engine cannot be kept at all.
 */

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since 1970, within what a Date can hold. */
const time = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8.64e15));
const name = v.pipe(v.string(), v.maxLength(1000));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A run from another machine may ask for more threads than there are cores here, but not for any number. */
const workersMost = 128;

/** P floats. */
const parametersForm = v.pipe(
  v.instance(Float32Array, 'expected 32-bit floats'),
  v.check(({ length }) => length === parameterCount, `expected ${parameterCount} floats`),
  v.check((values) => values.every(Number.isFinite), 'expected finite numbers'),
);

/** Step, loss and accuracy of one point after the other: thousands of points are cloned as one piece. */
const pointsForm = v.pipe(
  v.instance(Float64Array, 'expected 64-bit floats'),
  v.check(({ length }) => length % 3 === 0, 'expected three numbers a point'),
  v.check((values) => values.every(Number.isFinite), 'expected finite numbers'),
);

const recordForm = v.strictObject({
  version: v.literal(1),
  runId: v.string(),
  startedAt: time,
  savedAt: time,
  dataName: name,
  settings: v.unknown(),
  step: whole,
  totalSteps: whole,
  ended: v.boolean(),
  training: pointsForm,
  validation: pointsForm,
  testAccuracy: v.nullable(share),
  origin: v.exactOptional(
    v.strictObject({ name, networkId: v.nullable(v.string()), steps: v.nullable(whole) }),
  ),
});

const progressForm = v.strictObject({
  version: v.literal(1),
  epoch: whole,
  offset: whole,
  pending: v.strictObject({ steps: whole, images: whole, loss: finite, correct: whole }),
  engine: v.strictObject({ kind: name, workers: v.pipe(whole, v.maxValue(workersMost)) }),
  parameters: parametersForm,
  optimiser: v.strictObject({ step: whole, first: parametersForm, second: parametersForm }),
  initial: v.exactOptional(parametersForm),
});

const momentForm = v.strictObject({ version: v.literal(1), parameters: parametersForm });

export type StoredRecord = v.InferOutput<typeof recordForm>;
export type StoredProgress = v.InferOutput<typeof progressForm>;
export type StoredMoment = v.InferOutput<typeof momentForm>;

/** A value, or the words for what is wrong with it. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

export function storedRecord(record: RunRecord): Checked<StoredRecord> {
  return check(recordForm, {
    ...record,
    version: 1,
    training: pack(record.training),
    validation: pack(record.validation),
  });
}

export function storedProgress(progress: RunProgress): Checked<StoredProgress> {
  const { optimiser, parameters, initial } = progress;
  return check(progressForm, {
    ...progress,
    version: 1,
    parameters: new Float32Array(parameters),
    optimiser: {
      step: optimiser.step,
      first: new Float32Array(optimiser.first),
      second: new Float32Array(optimiser.second),
    },
    ...(initial && { initial: new Float32Array(initial) }),
  });
}

export function storedMoment(parameters: Float32Array): StoredMoment {
  return { version: 1, parameters: new Float32Array(parameters) };
}

export function readRecord(stored: unknown): Checked<RunRecord> {
  const checked = check(recordForm, stored);
  if (!checked.ok) return checked;
  const { version: _, training, validation, ...rest } = checked.value;
  return { ok: true, value: { ...rest, training: unpack(training), validation: unpack(validation) } };
}

export function readProgress(stored: unknown): Checked<RunProgress> {
  const checked = check(progressForm, stored);
  if (!checked.ok) return checked;
  const { version: _, ...value } = checked.value;
  return { ok: true, value };
}

export function readMoment(stored: unknown): Float32Array | null {
  const checked = check(momentForm, stored);
  return checked.ok ? checked.value.parameters : null;
}

function check<Form extends v.GenericSchema>(form: Form, value: unknown): Checked<v.InferOutput<Form>> {
  const parsed = v.safeParse(form, value);
  return parsed.success
    ? { ok: true, value: parsed.output }
    : { ok: false, reason: v.summarize(parsed.issues) };
}

function pack(points: readonly KeptPoint[]): Float64Array {
  const packed = new Float64Array(points.length * 3);
  points.forEach(({ step, loss, accuracy }, at) => {
    packed.set([step, loss, accuracy], 3 * at);
  });
  return packed;
}

function unpack(packed: Float64Array): KeptPoint[] {
  return Array.from({ length: packed.length / 3 }, (_, at) => {
    const [step = 0, loss = 0, accuracy = 0] = packed.subarray(3 * at);
    return { step, loss, accuracy };
  });
}
