/**
 * Whether the browser keeps what this site stores even when space runs short. It decides by itself or
 * asks the person; nothing here fails.
 */
export type Persistence = 'granted' | 'refused' | 'unknown';

/** What is used of navigator.storage, which is missing on plain http; `persist` is the page's only. */
interface StorageManagerLike {
  persisted?(): Promise<boolean>;
  persist?(): Promise<boolean>;
  estimate?(): Promise<{ readonly usage?: number; readonly quota?: number }>;
}

export interface StorageRoom {
  readonly used: number;
  readonly most: number;
}

export async function persistence(storage = storageManager()): Promise<Persistence> {
  return answer(() => storage?.persisted?.());
}

/** Asks for it, where it has not been granted yet: before the first thing worth keeping is saved. */
export async function askToPersist(storage = storageManager()): Promise<Persistence> {
  if ((await persistence(storage)) === 'granted') return 'granted';
  return answer(() => storage?.persist?.());
}

/** What the whole site uses and may use, as far as the browser tells; null where it does not. */
export async function storageRoom(storage = storageManager()): Promise<StorageRoom | null> {
  try {
    const { usage, quota } = (await storage?.estimate?.()) ?? {};
    return usage === undefined || quota === undefined ? null : { used: usage, most: quota };
  } catch {
    return null;
  }
}

async function answer(ask: () => Promise<boolean> | undefined): Promise<Persistence> {
  try {
    const granted = await ask();
    return granted === undefined ? 'unknown' : granted ? 'granted' : 'refused';
  } catch {
    return 'unknown';
  }
}

function storageManager(): StorageManagerLike | undefined {
  return 'storage' in navigator ? navigator.storage : undefined;
}
