/**
 * Which tab a run belongs to: whoever trains it holds a lock with its name (Web Locks), which the browser
 * lets go when the tab or its worker is gone, however it went. A second tab that asks is refused, so two
 * tabs never save over one another.
 */

export interface RunHold {
  release(): void;
}

const prefix = 'lenet-lab.run.';

/**
 * Holds a run until `release`, or until this tab or worker ends; null when another holds it. Where the browser has no Web Locks, or
 * forbids them, every run is held: nothing can be known of other tabs there, and training goes before.
 * @param locks of another place, for tests
 */
export function holdRun(runId: string, locks = lockManager()): Promise<RunHold | null> {
  if (!locks) return Promise.resolve(heldByAll);
  const manager = locks;
  return new Promise((answer) => {
    manager
      .request(prefix + runId, { ifAvailable: true }, (lock) => {
        if (!lock) {
          answer(null);
          return undefined;
        }
        return new Promise<void>((release) => {
          answer({ release });
        });
      })
      // Rejects where locks are forbidden; after an answer it changes nothing.
      .catch(() => answer(heldByAll));
  });
}

/** The runs that some tab holds, this one included; empty where that cannot be known. */
export async function heldRuns(locks = lockManager()): Promise<ReadonlySet<string>> {
  try {
    const { held = [] } = (await locks?.query()) ?? {};
    // Who only waited for a run has it shared, for a moment.
    const names = held.flatMap(({ name, mode }) =>
      mode === 'exclusive' && name?.startsWith(prefix) ? [name.slice(prefix.length)] : [],
    );
    return new Set(names);
  } catch {
    return new Set();
  }
}

/**
 * Resolves once no tab holds the run any more, this one included: a lock outlives its tab for a moment, a
 * busy one for longer. Never where that cannot be known.
 */
export function runReleased(runId: string, locks = lockManager()): Promise<void> {
  return new Promise((released) => {
    // Shared: granted when nobody has the run to themselves, to any number of tabs that wait.
    locks
      ?.request(prefix + runId, { mode: 'shared' }, () => undefined)
      .then(() => released())
      .catch(() => undefined);
  });
}

const heldByAll: RunHold = { release: () => undefined };

/** Missing on pages without a secure context. */
function lockManager(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined;
}
