import { t } from '../../language/language.ts';
import type { Result } from '../../lib/result.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { isFull } from '../../storage/database.ts';
import { storedWeights } from '../../storage/kept-forms.ts';
import type { DamagedRun, KeptRun, RunRecord } from '../../storage/records.ts';
import { type RunDatabase, type RunTransaction, runDatabase } from './run-store-database.ts';
import { readMoment, readRecord, readRun, type StoredRun, storedRun } from './run-store-forms.ts';
import { momentsToDrop, runsMost, runsToDrop } from './run-store-limits.ts';
import { listRuns } from './run-store-list.ts';

/**
 * Training runs, kept in IndexedDB so that a reload, a crash or a closed lid loses seconds. Everything
 * of one save is written in one transaction: a run is found whole, as of one save, or not at all.
 * `settings` is the caller's own form, plain data, checked by the caller when it is read.
 */

export type LoadResult = Result<{ readonly run: KeptRun }>;

export interface RunStore {
  /**
   * Saves a run in place of its last save; `moment` also keeps these parameters for the timeline.
   * A disk that is full or forbidden is a result, and what was saved before stays.
   */
  save(run: KeptRun, moment: boolean): Promise<Result>;
  /**
   * Takes in a run from elsewhere with its moments, as a whole or not at all. Nothing else makes room for
   * it, ended runs beyond the most that are kept aside.
   */
  adopt(run: KeptRun, moments: ReadonlyMap<number, Float32Array>): Promise<Result>;
  /** The whole run; a reason when it is damaged, of another version, or not there. */
  load(runId: string): Promise<LoadResult>;
  /** All runs without weights, newest first. Damaged ones are left out. Empty where storage is forbidden. */
  list(): Promise<readonly RunRecord[]>;
  /** Those that cannot be opened. Empty where storage is forbidden. */
  damaged(): Promise<readonly DamagedRun[]>;
  /** Steps of the moments that are kept of a run, ascending. */
  moments(runId: string): Promise<readonly number[]>;
  /** Parameters of one moment, P floats; null when it is not there. */
  moment(runId: string, step: number): Promise<Float32Array | null>;
  /** Forgets a run with all that belongs to it. */
  remove(runId: string): Promise<void>;
  close(): void;
}

const databaseName = 'lenet-lab.runs';

/**
 * Opens the store. It always comes: where IndexedDB is missing, forbidden or of a newer version of the
 * app, each call says so, and the next one tries again.
 * @param name of the database, for tests
 */
export async function openRunStore(name = databaseName): Promise<RunStore> {
  const database = runDatabase(name);
  const store = runStoreOn(database);
  // The database is made now rather than in the first save.
  await store.list();
  return store;
}

/** The same on a database of the caller's. No member rejects. */
export function runStoreOn(database: RunDatabase): RunStore {
  // Storage that fails has nothing to give; the next save says why.
  const listed = () => database.transact('readonly', listRuns).catch(() => []);
  return {
    async save(run, moment) {
      const stored = storedRun(run);
      if (!stored.ok) return { ok: false, reason: t`this state cannot be stored: ${stored.reason}` };
      const { runId } = run.record;
      const write = () =>
        database.transact('readwrite', (transaction) => writeRun(transaction, stored.value, moment));
      return database.attempt(async () => {
        await write().catch(async (error: unknown) => {
          if (!isFull(error)) throw error;
          await database.transact('readwrite', (transaction) => dropMomentsOfOthers(transaction, runId));
          await write();
        });
        return { ok: true };
      });
    },

    async adopt(run, moments) {
      const stored = storedRun(run);
      if (!stored.ok) return stored;
      const architecture = architectureNamed(run.record.architecture);
      return database.attempt(async () => {
        await database.transact('readwrite', async (transaction) => {
          await writeRun(transaction, stored.value, false);
          for (const [step, parameters] of moments) {
            await transaction
              .objectStore('moments')
              .put(storedWeights({ architecture, parameters }), [run.record.runId, step]);
          }
        });
        return { ok: true };
      });
    },

    load: (runId) =>
      database.attempt(async () => {
        const [head, rest] = await database.transact('readonly', (transaction) =>
          Promise.all([
            transaction.objectStore('records').get(runId),
            transaction.objectStore('progress').get(runId),
          ]),
        );
        if (head === undefined) return { ok: false, reason: t`this run is no longer stored` };
        const run = readRun(head, rest);
        return run.ok
          ? { ok: true, run: run.value }
          : { ok: false, reason: t`the stored run is damaged. ${run.reason}` };
      }),

    async list() {
      return (await listed())
        .flatMap(({ read }) => (read.ok ? [read.value] : []))
        .sort((a, b) => b.startedAt - a.startedAt);
    },

    async damaged() {
      return (await listed()).flatMap(({ runId, read }) => (read.ok ? [] : [{ runId, reason: read.reason }]));
    },

    moments: (runId) =>
      database.transact('readonly', (transaction) => momentSteps(transaction, runId)).catch(() => []),

    async moment(runId, step) {
      const stored = await database
        .transact('readonly', (transaction) => transaction.objectStore('moments').get([runId, step]))
        .catch(() => undefined);
      const moment = readMoment(stored);
      return moment.ok ? moment.value : null;
    },

    remove: (runId) =>
      database.transact('readwrite', (transaction) => deleteRun(transaction, runId)).catch(() => undefined),

    close: database.close,
  };
}

async function writeRun(
  transaction: RunTransaction<'readwrite'>,
  { record, progress }: StoredRun,
  moment: boolean,
): Promise<void> {
  const { runId, step } = record;
  const [records, moments] = [transaction.objectStore('records'), transaction.objectStore('moments')];
  // A run that was taken back to an earlier checkpoint has left the moments after it.
  await moments.delete(momentsOf(runId, step));
  await transaction.objectStore('progress').put(progress, runId);
  const { parameters } = progress;
  const weights = { architecture: architectureNamed(record.architecture), parameters };
  if (moment) await moments.put(storedWeights(weights), [runId, step]);
  await records.put(record, runId);
  for (const dropped of momentsToDrop(await momentSteps(transaction, runId))) {
    await moments.delete([runId, dropped]);
  }
  if ((await records.count()) <= runsMost) return;
  for (const dropped of runsToDrop(await runAges(transaction), runId)) await deleteRun(transaction, dropped);
}

async function runAges(transaction: RunTransaction<'readwrite'>) {
  const records = transaction.objectStore('records');
  const [keys, stored] = await Promise.all([records.getAllKeys(), records.getAll()]);
  return keys.map((runId, at) => {
    const record = readRecord(stored[at]);
    // What cannot be read is of no use to anyone, and goes first.
    return record.ok ? record.value : { runId, savedAt: Number.NEGATIVE_INFINITY, ended: true };
  });
}

async function momentSteps(
  transaction: RunTransaction<'readonly'> | RunTransaction<'readwrite'>,
  runId: string,
): Promise<number[]> {
  const keys = await transaction.objectStore('moments').getAllKeys(momentsOf(runId));
  return keys.map(([, step]) => step);
}

async function deleteRun(transaction: RunTransaction<'readwrite'>, runId: string): Promise<void> {
  await transaction.objectStore('records').delete(runId);
  await transaction.objectStore('progress').delete(runId);
  await transaction.objectStore('moments').delete(momentsOf(runId));
}

/** Makes room: what is needed to go on with a run is the last thing to lose. */
async function dropMomentsOfOthers(transaction: RunTransaction<'readwrite'>, runId: string): Promise<void> {
  const moments = transaction.objectStore('moments');
  await moments.delete(IDBKeyRange.upperBound([runId], true));
  await moments.delete(IDBKeyRange.lowerBound([runId, []], true));
}

/** Keys of a run's moments, those after `step` only. Arrays come after all numbers in the order of keys. */
function momentsOf(runId: string, step = Number.NEGATIVE_INFINITY): IDBKeyRange {
  return IDBKeyRange.bound([runId, step], [runId, []], true);
}
