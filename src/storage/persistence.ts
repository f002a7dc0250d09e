/**
 * A browser may throw away what a page has kept when the disk runs full, unless it has promised not to.
 * Some ask the person, some decide by themselves.
 */

/** What is used of `navigator.storage`; missing on plain http and in old browsers. */
export interface PersistenceScope {
  persist?(): Promise<boolean>;
  persisted?(): Promise<boolean>;
}

/** `unknown`: this browser cannot say. */
export type Persistence = 'promised' | 'not promised' | 'unknown';

/** Whether the browser has promised to keep what is stored. It never rejects. */
export async function persistence(scope: PersistenceScope | undefined = ownScope()): Promise<Persistence> {
  return answer(scope?.persisted && (() => scope.persisted?.()));
}

let asked: Promise<Persistence> | undefined;

/**
 * Asks for that promise, once in the life of the page; before the first thing worth keeping is saved.
 * Where the browser asks the person it waits for their answer: saving should not.
 */
export function askForPersistence(scope: PersistenceScope | undefined = ownScope()): Promise<Persistence> {
  asked ??= persistence(scope).then((now) =>
    now === 'promised' ? now : answer(scope?.persist && (() => scope.persist?.())),
  );
  return asked;
}

/** For tests: the next one to ask is the first. */
export function forgetAsking(): void {
  asked = undefined;
}

async function answer(ask: (() => Promise<boolean> | undefined) | undefined): Promise<Persistence> {
  try {
    const promised = await ask?.();
    if (promised === undefined) return 'unknown';
    return promised ? 'promised' : 'not promised';
  } catch {
    return 'unknown';
  }
}

function ownScope(): PersistenceScope | undefined {
  return globalThis.navigator?.storage as PersistenceScope | undefined;
}
