import { type ExportedFile, type IncomingFile, runFileExtension } from '../formats/network-file.ts';
import { t } from '../language/language.ts';
import { cleanName } from '../lib/clean-name.ts';
import { ExpectationError, expectThat, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { type Result, refusedFor } from '../lib/result.ts';
import type { KeptRun } from '../storage/records.ts';
import { dataTitle } from '../storage/stored-titles.ts';
import { parseSettings } from './settings/run-settings.ts';
import { looksLikeRunFile, readRunFile, runFileMost, type WholeRun, writeRunFile } from './store/run-file.ts';
import type { RunStore } from './store/run-store.ts';
import { runsMost } from './store/run-store-limits.ts';

/** Runs between the store and files. */

/** @param own the run's newest state where it is the one under way: it may be of a browser that keeps nothing */
export async function exportRun(
  store: RunStore,
  runId: string,
  own: KeptRun | null,
): Promise<Result<{ readonly file: ExportedFile }>> {
  const loaded = own ? { ok: true as const, run: own } : await store.load(runId);
  if (!loaded.ok) return loaded;
  const { run } = loaded;
  const moments = new Map<number, Float32Array>();
  for (const step of await store.moments(runId)) {
    const parameters = step <= run.record.step ? await store.moment(runId, step) : null;
    if (parameters) moments.set(step, parameters);
  }
  try {
    const bytes = writeRunFile({ run, moments });
    return { ok: true, file: { fileName: fileNameOf(run), mediaType: 'application/octet-stream', bytes } };
  } catch (error) {
    return refusedFor(error);
  }
}

/** "run-2026-11-24-step-1240.lenet-run". */
function fileNameOf({ record: { startedAt, step } }: KeptRun): string {
  return `run-${new Date(startedAt).toISOString().slice(0, 10)}-step-${step}${runFileExtension}`;
}

/**
 * Keeps the run of a file, under a name of its own: one that is here already stays as it is.
 * @returns what happened, in words
 */
export async function importRun(store: RunStore, file: IncomingFile, runId: string): Promise<string> {
  try {
    const { run, moments } = await read(file);
    const { step, totalSteps, dataName, ended, startedAt, savedAt } = run.record;
    const kept = await store.list();
    const here = kept.some(
      (other) => other.startedAt === startedAt && other.savedAt === savedAt && other.step === step,
    );
    const place = t`step ${formatCount(step)} of ${formatCount(totalSteps)}, on ${dataTitle(dataName)}`;
    if (here)
      return ended
        ? t`The run in ${file.name} is here already: ${place}. Show it from the list of kept runs.`
        : t`The run in ${file.name} is here already: ${place}. Resume it from the list of kept runs.`;
    if (kept.filter((other) => !other.ended).length >= runsMost) {
      return t`The run in ${file.name} has no place: ${runsMost} unfinished runs are saved here. Discard one first.`;
    }
    const saved = await store.adopt({ ...run, record: { ...run.record, runId } }, moments);
    if (!saved.ok) return t`The run in ${file.name} cannot be kept: ${saved.reason}.`;
    return ended
      ? t`The run in ${file.name} is here: it has finished. Show it from the list of kept runs.`
      : t`The run in ${file.name} is here: ${place}. Resume it to go on.`;
  } catch (error) {
    if (error instanceof ExpectationError) return t`That run cannot be imported: ${error.message}.`;
    throw error;
  }
}

async function read(file: IncomingFile): Promise<WholeRun> {
  const name = cleanName(file.name) || t`file`;
  const most = t`at most ${formatCount(runFileMost)} bytes`;
  expectThat(file.size <= runFileMost, name, most, formatCount(file.size));
  const whole = readRunFile(new Uint8Array(await contentOf(file, name)), name);
  const settings = parseSettings(whole.run.record.settings);
  if (!settings.ok) throw new ExpectationError(t`${name}, settings: ${settings.reason}`);
  return whole;
}

/** Moved or changed since it was chosen, or a folder. */
function contentOf(file: IncomingFile, name: string): Promise<ArrayBuffer> {
  return file.arrayBuffer().catch((error: unknown) => {
    throw new ExpectationError(t`${name}: expected to read it, got ${messageOf(error)}`);
  });
}

/** As many bytes as tell a run from IDX files and pictures. */
const startLength = 16;

interface SortedFiles {
  readonly runs: readonly File[];
  readonly others: readonly File[];
}

export async function sortedFiles(files: readonly File[]): Promise<SortedFiles> {
  const told = await Promise.all(
    files.map(async (file) => {
      // What cannot be read is explained by whoever takes it.
      const start = await file
        .slice(0, startLength)
        .arrayBuffer()
        .catch(() => new ArrayBuffer(0));
      return { file, isRun: looksLikeRunFile(file.name, new Uint8Array(start)) };
    }),
  );
  const those = (isRun: boolean) => told.flatMap((each) => (each.isRun === isRun ? [each.file] : []));
  return { runs: those(true), others: those(false) };
}
