import { t } from '../../language/language.ts';
import type { Checked } from '../../storage/kept-forms.ts';
import type { RunRecord } from '../../storage/records.ts';
import type { RunTransaction } from './run-store-database.ts';
import { readRecord } from './run-store-forms.ts';

/** One run of the database, whatever there is of it. */
interface ListedRun {
  readonly runId: string;
  /** Its record, or why it cannot be opened. */
  readonly read: Checked<RunRecord>;
  /** Whether the weights to go on with are there; they are checked when the run is opened. */
  readonly hasWeights: boolean;
  readonly moments: number;
}

/** Every run of which anything is stored: what is damaged takes up room until somebody deletes it. */
export async function listRuns(
  transaction: RunTransaction<'readonly'> | RunTransaction<'readwrite'>,
): Promise<ListedRun[]> {
  const records = transaction.objectStore('records');
  const [ids, stored, progress, moments] = await Promise.all([
    records.getAllKeys(),
    records.getAll(),
    transaction.objectStore('progress').getAllKeys(),
    transaction.objectStore('moments').getAllKeys(),
  ]);
  const all = new Map<string, unknown>(ids.map((runId, at) => [runId, stored[at]]));
  for (const runId of progress) if (!all.has(runId)) all.set(runId, undefined);
  for (const [runId] of moments) if (!all.has(runId)) all.set(runId, undefined);
  return [...all].map(([runId, value]) => {
    const hasWeights = progress.includes(runId);
    return {
      runId,
      read: readListed(value, hasWeights),
      hasWeights,
      moments: moments.filter(([of]) => of === runId).length,
    };
  });
}

function readListed(stored: unknown, hasWeights: boolean): Checked<RunRecord> {
  if (stored === undefined) return { ok: false, reason: t`its settings and curves are missing` };
  const read = readRecord(stored);
  return read.ok && !hasWeights ? { ok: false, reason: t`its weights are missing` } : read;
}
