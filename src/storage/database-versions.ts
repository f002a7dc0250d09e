/** The versions of the databases that this version of the app reads and writes, by their names. */
export const databaseVersions = {
  'lenet-lab.runs': 1,
  'lenet-lab.networks': 1,
  'lenet-lab.digits': 1,
} as const;

/**
 * Whether a newer version of the app has upgraded a database: this one can then neither read it nor save
 * there. False where the browser does not tell.
 */
export async function isUpgraded(): Promise<boolean> {
  try {
    const known: Readonly<Record<string, number>> = databaseVersions;
    const databases = await indexedDB.databases();
    return databases.some(({ name, version }) => (version ?? 0) > (known[name ?? ''] ?? Infinity));
  } catch {
    return false;
  }
}
