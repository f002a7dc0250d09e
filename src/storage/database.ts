import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { t } from '../language/language.ts';
import { messageOf } from '../lib/expect.ts';
import type { Refused } from '../lib/result.ts';

/**
 * A database of things that are kept, and a connection to it that comes back after it was lost. Every
 * transaction spans all its stores; keys are the caller's, values are of any form when they are read.
 */

type Kept = 'runs' | 'networks' | 'own digits';

interface DatabasePlan<Schema extends DBSchema> {
  readonly name: string;
  readonly version: number;
  /** Made where they are missing. */
  readonly stores: readonly StoreNames<Schema>[];
  /** What is kept, for messages. */
  readonly what: Kept;
}

export type KeptTransaction<Schema extends DBSchema, Mode extends 'readonly' | 'readwrite'> = IDBPTransaction<
  Schema,
  StoreNames<Schema>[],
  Mode
>;

export interface KeptDatabase<Schema extends DBSchema> {
  /**
   * Everything that `work` does is one transaction: it happens as a whole, or, where `work` or the
   * browser fails, not at all.
   * @throws what the browser threw; `attempt` says it in words
   */
  transact<Mode extends 'readonly' | 'readwrite', Result>(
    mode: Mode,
    work: (transaction: KeptTransaction<Schema, Mode>) => Promise<Result>,
  ): Promise<Result>;
  /** What `work` gives, or why storage failed, for the person to read. */
  attempt<Done>(work: () => Promise<Done>): Promise<Done | Refused>;
  close(): void;
}

export interface DatabaseOptions {
  /** An opening that takes longer has failed: some browsers never answer when their storage is damaged. */
  readonly openMs?: number;
}

/**
 * Of a transaction that could not begin, and of one, or of an opening, that ended by no doing of ours: the
 * last is the browser's reason for ending it, or a fault of its own, after which a new try does no harm.
 */
const lostNames: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

/** A clearing of storage takes at most two: the connection in use, and the one that is opened meanwhile. */
const attemptsMost = 3;

const forbidden = () => t`this browser lets the page keep nothing: a private window, or site data is blocked`;

/** The database cannot be had now, for a reason that a person can act on. */
class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

export function keptDatabase<Schema extends DBSchema>(
  plan: DatabasePlan<Schema>,
  { openMs = 5000 }: DatabaseOptions = {},
): KeptDatabase<Schema> {
  const storeNames = [...plan.stores];
  let closed = false;
  let opening: Promise<IDBPDatabase<Schema>> | null = null;

  /** Shares one connection among all calls until it is lost. */
  function connect(): Promise<IDBPDatabase<Schema>> {
    if (closed) return Promise.reject(new UnavailableError(t`the browser's storage has been closed`));
    if (opening) return opening;
    const forget = () => {
      if (opening === attempt) opening = null;
    };
    const attempt = openConnection(plan, openMs, forget);
    opening = attempt;
    // A connection that failed is tried anew by the next call.
    attempt.catch(forget);
    return attempt;
  }

  async function transactOnce<Mode extends 'readonly' | 'readwrite', Result>(
    database: IDBPDatabase<Schema>,
    mode: Mode,
    work: (transaction: KeptTransaction<Schema, Mode>) => Promise<Result>,
  ): Promise<Result> {
    // Relaxed: the save is done when the system has the bytes, not when the disk has, so training does
    // not wait for the disk every few seconds. A tab or a browser that dies loses nothing by it; only a
    // power cut may cost the last save, and still never half of one.
    const transaction = database.transaction(storeNames, mode, { durability: 'relaxed' });
    try {
      const [result] = await Promise.all([abortOnFailure(transaction, work), transaction.done]);
      return result;
    } catch (error) {
      // Of a transaction that the browser aborted, its requests only say that it was.
      throw transaction.error ?? error;
    }
  }

  return {
    async transact(mode, work) {
      for (let attempt = 1; ; attempt++) {
        const connection = connect();
        let opened = false;
        try {
          const database = await connection;
          opened = true;
          return await transactOnce(database, mode, work);
        } catch (error) {
          // Closed under our hands: storage was cleared, or another tab has upgraded or deleted it.
          // A transaction that is under way then says so before the connection does, and a connection
          // that is just being opened is closed with the others.
          const lost = lostNames.has(nameOf(error));
          if (lost && opening === connection) opening = null;
          const gone = opened && opening !== connection;
          if (closed || attempt === attemptsMost || !(lost || gone)) throw error;
        }
      }
    },
    attempt: (work) => work().catch((error: unknown) => ({ ok: false, reason: reasonOf(error, plan.what) })),
    close() {
      closed = true;
      opening?.then(
        (database) => database.close(),
        () => undefined,
      );
      opening = null;
    },
  };
}

/** @param onLost called when the connection is of no more use */
function openConnection<Schema extends DBSchema>(
  { name, version, stores }: DatabasePlan<Schema>,
  openMs: number,
  onLost: () => void,
): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    if (!globalThis.indexedDB) throw new UnavailableError(forbidden());
    let given = false;
    const giveUp = (why: string) => {
      given = true;
      clearTimeout(timer);
      reject(new UnavailableError(why));
    };
    const timer = setTimeout(
      () => giveUp(t`the browser's storage has not opened within ${openMs / 1000} seconds`),
      openMs,
    );
    openDB<Schema>(name, version, {
      upgrade(database) {
        for (const store of stores) {
          if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
        }
      },
      blocked: () => giveUp(t`another tab still uses an older version of this app: close it`),
      blocking(_current, _wanted, event) {
        // Holding on would keep the other tab from upgrading.
        if (event.target instanceof IDBDatabase) event.target.close();
        onLost();
      },
      terminated: onLost,
    }).then(
      (database) => {
        clearTimeout(timer);
        // It came after all, and nobody waits for it.
        if (given) database.close();
        else resolve(database);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** Without this, what was written before `work` failed would be committed. */
async function abortOnFailure<Transaction extends { abort(): void }, Result>(
  transaction: Transaction,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(transaction);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // The browser has aborted it already.
    }
    throw error;
  }
}

export function isFull(error: unknown): boolean {
  return nameOf(error) === 'QuotaExceededError';
}

function reasonOf(error: unknown, what: Kept): string {
  switch (nameOf(error)) {
    case 'UnavailableError':
      return messageOf(error);
    case 'QuotaExceededError':
      return fullText(what);
    case 'VersionError':
      return newerText(what);
    // The second is what private windows of some browsers say.
    case 'SecurityError':
    case 'InvalidStateError':
      return forbidden();
    default:
      return t`the browser's storage failed: ${messageOf(error)}`;
  }
}

function fullText(what: Kept): string {
  switch (what) {
    case 'runs':
      return t`no room is left in the browser's storage: delete other runs, or free some disk space`;
    case 'networks':
      return t`no room is left in the browser's storage: delete other networks, or free some disk space`;
    case 'own digits':
      return t`no room is left in the browser's storage: delete other digits, or free some disk space`;
  }
}

function newerText(what: Kept): string {
  switch (what) {
    case 'runs':
      return t`a newer version of LeNet Lab has updated your runs. Close all its tabs, then open it again`;
    case 'networks':
      return t`a newer version of LeNet Lab has updated your networks. Close all its tabs, then open it again`;
    case 'own digits':
      return t`a newer version of LeNet Lab has updated your digits. Close all its tabs, then open it again`;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
