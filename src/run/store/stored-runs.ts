import { weightsByteLength } from '../../formats/tfjs/weights.ts';
import { t } from '../../language/language.ts';
import type { Result } from '../../lib/result.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type { RunRecord } from '../../storage/records.ts';
import { runStoreOn } from './run-store.ts';
import { runDatabase } from './run-store-database.ts';
import { listRuns } from './run-store-list.ts';

/** What training runs take up, for a page that shows it: the damaged ones too. */

interface StoredRun {
  readonly runId: string;
  /** Null where it cannot be read. */
  readonly record: RunRecord | null;
  /** About: what the database adds is not counted. */
  readonly bytes: number;
}

interface StoredRuns {
  list(): Promise<Result<{ readonly runs: readonly StoredRun[] }>>;
  remove(runIds: readonly string[]): Promise<Result>;
  close(): void;
}

export function openStoredRuns(name = 'lenet-lab.runs'): StoredRuns {
  const database = runDatabase(name);
  const store = runStoreOn(database);
  return {
    async list() {
      return database.attempt(() =>
        database.transact('readonly', async (transaction) => {
          const runs = (await listRuns(transaction)).map(
            ({ runId, read, hasWeights, moments }): StoredRun => {
              const record = read.ok ? read.value : null;
              const weights = (hasWeights ? 3 : 0) + (record?.origin ? 1 : 0);
              const points = (record?.training.length ?? 0) + (record?.validation.length ?? 0);
              return {
                runId,
                record,
                bytes: (weights + moments) * weightsByteLength(lenet5) + points * 3 * 8,
              };
            },
          );
          const age = ({ record }: StoredRun) => record?.startedAt ?? Number.NEGATIVE_INFINITY;
          return { ok: true as const, runs: runs.sort((a, b) => age(b) - age(a)) };
        }),
      );
    },
    async remove(runIds) {
      for (const runId of runIds) await store.remove(runId);
      const left = await this.list();
      if (!left.ok) return left;
      const still = left.runs.some(({ runId }) => runIds.includes(runId));
      return still ? { ok: false, reason: t`the browser's storage did not delete it` } : { ok: true };
    },
    close: database.close,
  };
}
