import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { digestOf, expectDigest, expectVersion } from '../../formats/metadata.ts';
import { runFileExtension, runVersionKey } from '../../formats/network-file.ts';
import {
  readSafetensors,
  type Safetensors,
  type Tensor,
  writeSafetensors,
} from '../../formats/safetensors/safetensors.ts';
import { parseJson, utf8 } from '../../formats/text.ts';
import { t } from '../../language/language.ts';
import { appVersion } from '../../lib/app-version.ts';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { issueError } from '../../lib/issue.ts';
import { expectAnswers } from '../../network/answerable.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { type Checked, storedWeights } from '../../storage/kept-forms.ts';
import type { KeptRun } from '../../storage/records.ts';
import { readMoment, readRun, storedRun } from './run-store-forms.ts';
import { importedPointsMost, momentsMost } from './run-store-limits.ts';

/**
 * A whole run as one file: what lies in the database, in a safetensors container. Its arrays are the
 * container's tensors; all else is JSON in the metadata, with the name and the SHA-256 of a tensor where
 * an array belongs. A digest of that JSON stands beside it, so that no byte can change unnoticed.
 */
export interface WholeRun {
  readonly run: KeptRun;
  /** Parameters of the timeline's moments by step, P floats each. */
  readonly moments: ReadonlyMap<number, Float32Array>;
}

/** 64 MB: sixty moments are 15. */
export const runFileMost = 64_000_000;

const version = 1;

/** @throws ExpectationError when the run could not be read again: a value that is not finite */
export function writeRunFile({ run, moments }: WholeRun): Uint8Array<ArrayBuffer> {
  const architecture = architectureNamed(run.record.architecture);
  const stored = {
    ...orRefuse(storedRun(run), 'run'),
    moments: Object.fromEntries(
      [...moments].map(([step, parameters]) => [String(step), storedWeights({ architecture, parameters })]),
    ),
  };
  const tensors = new Map<string, Tensor>();
  const json = JSON.stringify(takenApart(stored, '', tensors));
  const metadata = {
    [runVersionKey]: String(version),
    app_version: appVersion,
    run: json,
    run_sha256: bytesToHex(sha256(utf8(json))),
  };
  return writeSafetensors({ tensors, metadata });
}

/** Whether a file says that it is a run, or is named like one; what it holds is checked by {@link readRunFile}. */
export function looksLikeRunFile(name: string, start: Uint8Array): boolean {
  // IDX files and gzip have other bytes where the header's brace stands.
  return (
    name.toLowerCase().endsWith(runFileExtension) || (start.length > 8 && start[8] === 0x7b && start[7] === 0)
  );
}

/**
 * @param file its name, for messages
 * @throws ExpectationError saying what was expected and what came
 */
export function readRunFile(bytes: Uint8Array, file: string): WholeRun {
  const most = t`at most ${formatCount(runFileMost)} bytes`;
  expectThat(bytes.length <= runFileMost, file, most, formatCount(bytes.length));
  const container = readSafetensors(bytes, file);
  const { run: json, run_sha256 } = container.metadata;
  if (Object.hasOwn(container.metadata, 'lenet_lab_version')) {
    throw new ExpectationError(t`${file}: expected a run, got a network without one: import it as a network`);
  }
  expectVersion(file, container.metadata[runVersionKey], version);
  expectThat(json !== undefined, file, t`a run in its metadata`, t`nothing`);
  expectDigest(file, t`a run`, run_sha256 ?? '', bytesToHex(sha256(utf8(json))));
  const whole = putTogether(parseJson(json, t`${file}, run`), container, file);
  return checked(whole, file);
}

const wholeForm = v.strictObject({
  record: v.unknown(),
  progress: v.unknown(),
  moments: v.record(
    v.pipe(
      v.string(),
      v.regex(/^(0|[1-9]\d{0,14})$/, () => t`expected a step as the name of a moment`),
    ),
    v.unknown(),
  ),
});

/**
 * From elsewhere, unlike from the database, no network is taken that cannot answer: a run of this browser may
 * have come to one, and its curves and earlier moments are still worth a look.
 */
function checked(whole: unknown, file: string): WholeRun {
  const parsed = v.safeParse(wholeForm, whole, { abortEarly: true });
  if (!parsed.success) throw issueError(file, parsed.issues[0]);
  const damaged = t`${file} is damaged or was changed`;
  const run = orRefuse(readRun(parsed.output.record, parsed.output.progress), damaged);
  const { record, progress } = run;
  for (const { length } of [record.training, record.validation]) {
    const most = t`curves of at most ${formatCount(importedPointsMost)} points`;
    expectThat(length <= importedPointsMost, damaged, most, length);
  }
  const architecture = architectureNamed(record.architecture);
  expectAnswers(architecture, progress.parameters, file);
  if (progress.initial) expectAnswers(architecture, progress.initial, t`${file}, the network it began from`);
  const told = Object.entries(parsed.output.moments);
  expectThat(told.length <= momentsMost, damaged, t`at most ${momentsMost} moments`, told.length);
  const moments = told.map(([step, stored]): [number, Float32Array] => {
    const place = t`${damaged}, moment of step ${step}`;
    expectThat(Number(step) <= record.step, place, t`a step of at most ${record.step}`, Number(step));
    const parameters = orRefuse(readMoment(stored), place);
    expectAnswers(architecture, parameters, place);
    return [Number(step), parameters];
  });
  return { run, moments: new Map(moments) };
}

/** How deep our own form goes, and a little more. */
const depthMost = 8;
const referenceForm = v.strictObject({ tensor: v.string(), sha256: v.string() });

/** A copy with a reference in the place of each array of floats, which goes to the tensors. */
function takenApart(value: unknown, path: string, tensors: Map<string, Tensor>): unknown {
  if (value instanceof Float32Array || value instanceof Float64Array) {
    tensors.set(path, { shape: [value.length], values: value });
    return { tensor: path, sha256: digestOf(value) };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each, at) => takenApart(each, `${path}.${at}`, tensors));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      takenApart(each, path === '' ? key : `${path}.${key}`, tensors),
    ]),
  );
}

/** The way back. Each tensor may be asked for once, and none may be left over. */
function putTogether(json: unknown, { tensors }: Safetensors, file: string): unknown {
  const left = new Map(tensors);
  const visit = (value: unknown, depth: number): unknown => {
    expectThat(
      depth <= depthMost,
      t`${file}, run`,
      t`values nested at most ${depthMost} deep`,
      t`deeper ones`,
    );
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => visit(each, depth + 1));
    if (v.is(referenceForm, value)) {
      const tensor = left.get(value.tensor);
      expectThat(
        tensor !== undefined,
        file,
        t`a tensor ${value.tensor.slice(0, 60)} that is used once`,
        t`nothing`,
      );
      left.delete(value.tensor);
      expectDigest(file, value.tensor.slice(0, 60), value.sha256, digestOf(tensor.values));
      return tensor.values;
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each, depth + 1)]));
  };
  const whole = visit(json, 0);
  expectThat(left.size === 0, file, t`only the tensors of the run`, [...left.keys()].slice(0, 3));
  return whole;
}

function orRefuse<Value>(checked: Checked<Value>, place: string): Value {
  if (!checked.ok) throw new ExpectationError(`${place}. ${checked.reason}`);
  return checked.value;
}
