import type { DBSchema } from 'idb';
import { weightsByteLength } from '../formats/tfjs/weights.ts';
import { t } from '../language/language.ts';
import type { Result } from '../lib/result.ts';
import type { SentNetwork } from '../network/architecture.ts';
import { architectureNamed } from '../network/architecture-names.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { type DatabaseOptions, type KeptDatabase, type KeptTransaction, keptDatabase } from './database.ts';
import { databaseVersions } from './database-versions.ts';
import { readNetwork, readWeights, storedNetwork, storedWeights } from './network-store-forms.ts';
import type { NetworkRecord } from './records.ts';

/**
 * Networks that the person keeps, in IndexedDB. Every change is one transaction, and what fails is a
 * result with its reason: whatever was kept before stays as it was.
 */

/** One of the library: as it is, or, where it cannot be read, what is wrong with it. */
export type ListedNetwork = { readonly id: string } & Result<{ readonly record: NetworkRecord }>;

/** A network as it lies in the database, damaged or not: what undoing a deletion puts back. */
export interface RemovedNetwork {
  readonly id: string;
  readonly record: unknown;
  readonly weights: unknown;
}

export interface NetworkStore {
  /** @param parameters P floats */
  save(record: NetworkRecord, parameters: Float32Array): Promise<Result>;
  /** Newest first; those that are damaged among them. */
  list(): Promise<Result<{ readonly networks: readonly ListedNetwork[]; readonly bytes: number }>>;
  weights(id: string): Promise<Result<SentNetwork>>;
  /** Changes what is kept of a network besides its weights. */
  update(id: string, change: (record: NetworkRecord) => NetworkRecord): Promise<Result>;
  /** Those that are there: whoever deletes the same twice has deleted it. */
  remove(ids: readonly string[]): Promise<Result<{ readonly removed: readonly RemovedNetwork[] }>>;
  restore(networks: readonly RemovedNetwork[]): Promise<Result>;
  close(): void;
}

interface NetworkSchema extends DBSchema {
  records: { key: string; value: unknown };
  weights: { key: string; value: unknown };
}

type NetworkDatabase = KeptDatabase<NetworkSchema>;
type Transaction<Mode extends 'readonly' | 'readwrite'> = KeptTransaction<NetworkSchema, Mode>;

const gone = () => t`it is no longer kept: deleted in another tab, or with the data of this site`;

/** @param name of the database, for tests */
export function openNetworkStore(name = 'lenet-lab.networks', options: DatabaseOptions = {}): NetworkStore {
  const database: NetworkDatabase = keptDatabase(
    {
      name,
      version: databaseVersions['lenet-lab.networks'],
      stores: ['records', 'weights'],
      what: 'networks',
    },
    options,
  );
  const { attempt } = database;

  return {
    save: (record, parameters) =>
      attempt(async () => {
        const head = storedNetwork(record);
        if (!head.ok) return { ok: false, reason: t`it cannot be stored. ${head.reason}` };
        const architecture = architectureNamed(record.provenance.architecture);
        const weights = storedWeights({ architecture, parameters });
        if (!weights.ok) return { ok: false, reason: t`it cannot be stored. ${weights.reason}` };
        await database.transact('readwrite', (transaction) =>
          put(transaction, record.id, head.value, weights.value),
        );
        return { ok: true };
      }),

    list: () =>
      attempt(async () => {
        const [ids, stored, weights] = await database.transact('readonly', (transaction) => {
          const records = transaction.objectStore('records');
          return Promise.all([
            records.getAllKeys(),
            records.getAll(),
            transaction.objectStore('weights').getAllKeys(),
          ]);
        });
        const withWeights = new Set(weights);
        const networks = ids.map((id, at) => listed(id, stored[at], withWeights.has(id)));
        const points = networks.flatMap((one) =>
          one.ok ? [one.record.training, one.record.validation] : [],
        );
        const bytes = weights.length * weightsByteLength(lenet5) + points.flat().length * 3 * 8;
        const age = (one: ListedNetwork) => (one.ok ? one.record.savedAt : Number.NEGATIVE_INFINITY);
        return { ok: true, networks: networks.sort((a, b) => age(b) - age(a)), bytes };
      }),

    weights: (id) =>
      attempt(async () => {
        const stored = await database.transact('readonly', (transaction) =>
          transaction.objectStore('weights').get(id),
        );
        if (stored === undefined) return { ok: false, reason: gone() };
        const weights = readWeights(stored);
        return weights.ok ? { ok: true, ...weights.value } : { ok: false, reason: weights.reason };
      }),

    update: (id, change) =>
      attempt(() =>
        database.transact('readwrite', async (transaction): Promise<Result> => {
          const records = transaction.objectStore('records');
          const stored = await records.get(id);
          if (stored === undefined) return { ok: false, reason: gone() };
          const record = readNetwork(stored);
          if (!record.ok) return { ok: false, reason: t`it is damaged: ${record.reason}` };
          const changed = storedNetwork(change(record.value));
          if (!changed.ok) return { ok: false, reason: changed.reason };
          await records.put(changed.value, id);
          return { ok: true };
        }),
      ),

    remove: (ids) =>
      attempt(async () => {
        const removed = await database.transact('readwrite', (transaction) =>
          Promise.all(ids.map((id) => take(transaction, id))),
        );
        return { ok: true, removed: removed.filter((one) => one !== null) };
      }),

    restore: (networks) =>
      attempt(async () => {
        await database.transact('readwrite', (transaction) =>
          Promise.all(networks.map(({ id, record, weights }) => put(transaction, id, record, weights))),
        );
        return { ok: true };
      }),

    close: database.close,
  };
}

function listed(id: string, stored: unknown, hasWeights: boolean): ListedNetwork {
  const record = readNetwork(stored);
  if (!record.ok) return { ok: false, id, reason: record.reason };
  return hasWeights
    ? { ok: true, id, record: record.value }
    : { ok: false, id, reason: t`the weights of “${record.value.name}” are missing` };
}

async function put(
  transaction: Transaction<'readwrite'>,
  id: string,
  record: unknown,
  weights: unknown,
): Promise<void> {
  if (record !== undefined) await transaction.objectStore('records').put(record, id);
  if (weights !== undefined) await transaction.objectStore('weights').put(weights, id);
}

/** Takes a network out, whatever there is of it. */
async function take(transaction: Transaction<'readwrite'>, id: string): Promise<RemovedNetwork | null> {
  const [records, weightsOf] = [transaction.objectStore('records'), transaction.objectStore('weights')];
  const [record, weights] = await Promise.all([records.get(id), weightsOf.get(id)]);
  if (record === undefined && weights === undefined) return null;
  await Promise.all([records.delete(id), weightsOf.delete(id)]);
  return { id, record, weights };
}
