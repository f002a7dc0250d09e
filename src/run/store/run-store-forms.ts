import * as v from 'valibot';
import { t } from '../../language/language.ts';
import { cleanName } from '../../lib/clean-name.ts';
import { ExpectationError } from '../../lib/expect.ts';
import { finite, share, time, whole } from '../../lib/forms.ts';
import {
  type Checked,
  check,
  name,
  packPoints,
  parametersForm,
  pointsForm,
  unpackPoints,
  weightsForm,
} from '../../storage/kept-forms.ts';
import type { KeptRun, RunRecord } from '../../storage/records.ts';
import { expectRecordSense, expectRunSense } from './run-sense.ts';
import { epochsMost, workersMost } from './run-store-limits.ts';

/**
 * What lies in the database, and its way there and back. What is read may be damaged, or written by
 * another version: it goes through these forms first, and then has to make sense (`run-sense.ts`). What is
 * written goes through them as well, so that a save that could not be read again (a parameter that is not a
 * number) never replaces a good one.
 *
 * Arrays are copied on their way in: a view would be cloned with the whole memory that it looks at,
 * and memory shared with the threads of an engine cannot be kept at all.
 */

const recordForm = v.strictObject({
  version: v.literal(1),
  runId: name,
  startedAt: time,
  savedAt: time,
  architecture: v.exactOptional(name),
  chance: v.exactOptional(v.literal('counter')),
  dataName: name,
  settings: v.unknown(),
  step: whole,
  totalSteps: whole,
  ended: v.boolean(),
  training: pointsForm,
  validation: pointsForm,
  testAccuracy: v.nullable(share),
  origin: v.exactOptional(v.strictObject({ name, networkId: v.nullable(name), steps: v.nullable(whole) })),
});

/** Empty before the first step; of another version of the app, it may be one that is not known here. */
const engineKind = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{0,20}$/, () => t`expected the name of an engine`),
);

const progressForm = v.strictObject({
  version: v.literal(1),
  // A run that is over stands at the beginning of the epoch after its last.
  epoch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(epochsMost + 1)),
  offset: whole,
  pending: v.strictObject({ steps: whole, images: whole, loss: finite, correct: whole }),
  engine: v.strictObject({ kind: engineKind, workers: v.pipe(whole, v.maxValue(workersMost)) }),
  parameters: parametersForm,
  optimiser: v.strictObject({
    step: whole,
    first: parametersForm,
    second: parametersForm,
    kind: v.exactOptional(v.picklist(['sgd', 'adam', 'adamw', 'levenberg-marquardt'])),
  }),
  initial: v.exactOptional(parametersForm),
});

const parts = () => ({
  totalSteps: t`Steps in all`,
  dataName: t`Name of the data`,
  training: t`Training curve`,
  validation: t`Validation curve`,
  origin: t`Network it began from`,
  parameters: t`Weights`,
  initial: t`Weights it began with`,
  offset: t`Images of the epoch`,
  optimiser: t`Optimiser`,
  'optimiser.first': t`First moments`,
  'optimiser.second': t`Second moments`,
});

type StoredRecord = v.InferOutput<typeof recordForm>;
type StoredProgress = v.InferOutput<typeof progressForm>;

/** A run as the database holds it, in two parts. */
export interface StoredRun {
  readonly record: StoredRecord;
  readonly progress: StoredProgress;
}

/** Refused where {@link readRun} would refuse it. */
export function storedRun(run: KeptRun): Checked<StoredRun> {
  const record = check(
    recordForm,
    {
      ...run.record,
      version: 1,
      training: packPoints(run.record.training),
      validation: packPoints(run.record.validation),
    },
    parts(),
  );
  if (!record.ok) return record;
  const { optimiser, parameters, initial } = run.progress;
  const progress = check(
    progressForm,
    {
      ...run.progress,
      version: 1,
      parameters: new Float32Array(parameters),
      optimiser: {
        ...optimiser,
        first: new Float32Array(optimiser.first),
        second: new Float32Array(optimiser.second),
      },
      ...(initial && { initial: new Float32Array(initial) }),
    },
    parts(),
  );
  if (!progress.ok) return progress;
  const sensible = withSense(run, expectRunSense);
  return sensible.ok ? { ok: true, value: { record: record.value, progress: progress.value } } : sensible;
}

/** A run without its weights, for lists. */
export function readRecord(stored: unknown): Checked<RunRecord> {
  const checked = check(recordForm, stored, parts());
  if (!checked.ok) return checked;
  const { version: _, training, validation, dataName, origin, ...rest } = checked.value;
  const { ended, step, totalSteps } = rest;
  const record: RunRecord = {
    ...rest,
    // Some older versions counted on when settings changed after the end.
    totalSteps: ended ? Math.min(step, totalSteps) : totalSteps,
    dataName: cleanName(dataName),
    training: unpackPoints(training),
    validation: unpackPoints(validation),
    ...(origin && { origin: { ...origin, name: cleanName(origin.name) } }),
  };
  return withSense(record, expectRecordSense);
}

/** A whole run, from its two parts. */
export function readRun(storedRecord: unknown, storedProgress: unknown): Checked<KeptRun> {
  const record = readRecord(storedRecord);
  if (!record.ok) return record;
  if (storedProgress === undefined) return { ok: false, reason: t`its weights are missing` };
  const checked = check(progressForm, storedProgress, parts());
  if (!checked.ok) return checked;
  const { version: _, ...progress } = checked.value;
  return withSense<KeptRun>({ record: record.value, progress }, expectRunSense);
}

export function readMoment(stored: unknown): Checked<Float32Array> {
  const checked = check(weightsForm, stored, parts());
  return checked.ok ? { ok: true, value: checked.value.parameters } : checked;
}

function withSense<Value>(value: Value, expectSense: (value: Value) => void): Checked<Value> {
  try {
    expectSense(value);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof ExpectationError) return { ok: false, reason: error.message };
    throw error;
  }
}
