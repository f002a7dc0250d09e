import * as v from 'valibot';
import {
  type Checked,
  check,
  finite,
  name,
  packPoints,
  parametersForm,
  pointsForm,
  share,
  time,
  unpackPoints,
  whole,
} from './kept-forms.ts';
import type { RunProgress, RunRecord } from './run-store.ts';

/**
 * What lies in the database, and its way there and back. What is read may be damaged, or written by
 * another version: it goes through these forms first. What is written goes through them as well, so
 * that a save that could not be read again (a parameter that is not a number) never replaces a good one.
 *
 * Arrays are copied on their way in: a view would be cloned with the whole memory that it looks at,
 * and memory shared with the threads of an engine cannot be kept at all.
 */

/** A run from another machine may ask for more threads than there are cores here, but not for any number. */
const workersMost = 128;

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
  optimiser: v.strictObject({
    step: whole,
    first: parametersForm,
    second: parametersForm,
    kind: v.exactOptional(v.picklist(['sgd', 'adam', 'adamw'])),
  }),
  initial: v.exactOptional(parametersForm),
});

const momentForm = v.strictObject({ version: v.literal(1), parameters: parametersForm });

export type StoredRecord = v.InferOutput<typeof recordForm>;
export type StoredProgress = v.InferOutput<typeof progressForm>;
export type StoredMoment = v.InferOutput<typeof momentForm>;

export function storedRecord(record: RunRecord): Checked<StoredRecord> {
  return check(recordForm, {
    ...record,
    version: 1,
    training: packPoints(record.training),
    validation: packPoints(record.validation),
  });
}

export function storedProgress(progress: RunProgress): Checked<StoredProgress> {
  const { optimiser, parameters, initial } = progress;
  return check(progressForm, {
    ...progress,
    version: 1,
    parameters: new Float32Array(parameters),
    optimiser: {
      ...optimiser,
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
  return {
    ok: true,
    value: { ...rest, training: unpackPoints(training), validation: unpackPoints(validation) },
  };
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
