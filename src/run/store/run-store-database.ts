import type { DBSchema } from 'idb';
import {
  type DatabaseOptions,
  type KeptDatabase,
  type KeptTransaction,
  keptDatabase,
} from '../../storage/database.ts';
import { databaseVersions } from '../../storage/database-versions.ts';

/** The database of kept runs. `run-store-forms.ts` checks what is read. */

interface RunSchema extends DBSchema {
  records: { key: string; value: unknown };
  progress: { key: string; value: unknown };
  /** By run and step. */
  moments: { key: [string, number]; value: unknown };
}

export type RunTransaction<Mode extends 'readonly' | 'readwrite'> = KeptTransaction<RunSchema, Mode>;
export type RunDatabase = KeptDatabase<RunSchema>;

interface RunDatabaseOptions extends DatabaseOptions {
  /** Another one than today's, for tests. */
  readonly version?: number;
}

export function runDatabase(
  name: string,
  { version = databaseVersions['lenet-lab.runs'], ...options }: RunDatabaseOptions = {},
): RunDatabase {
  return keptDatabase({ name, version, stores: ['records', 'progress', 'moments'], what: 'runs' }, options);
}
