import * as v from 'valibot';
import { t } from '../language/language.ts';
import { finite, time, whole } from '../lib/forms.ts';
import { issueError } from '../lib/issue.ts';
import { append } from '../lib/lists.ts';
import type { Result } from '../lib/result.ts';

/**
 * How a network came to be: plain data that travels with its weights, in storage and in every file.
 * What is not known is null or left out, never guessed.
 */

const waysOfMaking = ['shipped', 'trained', 'fine-tuned', 'edited', 'imported'] as const;
type WayOfMaking = (typeof waysOfMaking)[number];

/** Bounds of what is taken from a file. */
const textMost = 300;
const entriesMost = 100;

const text = v.pipe(v.string(), v.maxLength(textMost));
const settingValue = v.union([text, finite, v.boolean()]);
// Keys that would reach an object's prototype are not taken over by v.record.
const atMost = <Value>() =>
  v.check(
    (record: Record<string, Value>) => Object.keys(record).length <= entriesMost,
    () => t`expected at most ${entriesMost} entries`,
  );

export const provenanceForm = v.strictObject({
  made: v.picklist(waysOfMaking),
  /** Which network it is; missing for LeNet-5. */
  architecture: v.exactOptional(text),
  /** When it was made: milliseconds since 1970. */
  madeAt: v.nullable(time),
  /** Version of this app that made it. */
  appVersion: v.nullable(text),
  /** The name of the network that was trained further, or of the file that was imported. */
  from: v.nullable(text),
  dataName: v.nullable(text),
  seed: v.nullable(whole),
  /** Updates that it has had. */
  steps: v.nullable(whole),
  /** By name, as the page or the command line calls them: "batchSize", "distortion.rotationDeg". */
  settings: v.pipe(v.record(text, settingValue), atMost()),
  /** By name: "validationAccuracy", "testAccuracy" as shares 0..1, or whatever else was measured. */
  results: v.pipe(v.record(text, finite), atMost()),
});

export type NetworkProvenance = Readonly<v.InferOutput<typeof provenanceForm>>;

/** Nothing is known but how it came here. */
export function unknownProvenance(made: WayOfMaking): NetworkProvenance {
  return {
    made,
    madeAt: null,
    appVersion: null,
    from: null,
    dataName: null,
    seed: null,
    steps: null,
    settings: {},
    results: {},
  };
}

/** Nested settings as a flat record: { distortion: { scale: 0.1 } } becomes { "distortion.scale": 0.1 }. */
export function flatSettings(
  settings: Readonly<Record<string, unknown>>,
  prefix = '',
): Record<string, string | number | boolean> {
  const flat: [string, string | number | boolean][] = [];
  for (const [key, value] of Object.entries(settings)) {
    const name = `${prefix}${key}`;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      flat.push([name, value]);
    } else if (typeof value === 'object' && value !== null) {
      append(flat, Object.entries(flatSettings(value as Record<string, unknown>, `${name}.`)));
    }
  }
  return Object.fromEntries(flat);
}

/** A provenance from outside: a file, storage. */
export function parseProvenance(value: unknown): Result<{ readonly provenance: NetworkProvenance }> {
  const parsed = v.safeParse(provenanceForm, value);
  return parsed.success
    ? { ok: true, provenance: parsed.output }
    : { ok: false, reason: issueError(t`provenance`, parsed.issues[0]).message };
}

/** Facts about a model (seed, settings, accuracy), kept in model.json as `userDefinedMetadata`. */
export type ModelMetadata = Readonly<Record<string, string | number | boolean>>;

/** From the facts that `npm run train:model` writes into model.json: the shipped network's, above all. */
export function provenanceFromFacts(made: WayOfMaking, facts: ModelMetadata): NetworkProvenance {
  const { name: _, seed, ...others } = facts;
  const fit = Object.entries(others)
    .filter(([key, value]) => v.is(text, key) && v.is(settingValue, value))
    .slice(0, entriesMost);
  const isResult = ([key, value]: [string, unknown]) => key.endsWith('Accuracy') && typeof value === 'number';
  return {
    ...unknownProvenance(made),
    seed: v.is(whole, seed) ? seed : null,
    settings: Object.fromEntries(fit.filter((entry) => !isResult(entry))),
    results: Object.fromEntries(fit.filter((entry): entry is [string, number] => isResult(entry))),
  };
}
