import { append } from '../../lib/lists.ts';
/** What is dropped when a store of runs is full. */

/** A moment is 247 kB: 60 of them are 15 MB a run. */
export const momentsMost = 60;
export const runsMost = 8;

/** Limits of what a run can be made of; `run-sense.ts` holds stored runs against them. */
export const epochsMost = 200;
export const batchMost = 4096;
/** A run from another machine may ask for more threads than there are cores here, but not for any number. */
export const workersMost = 128;
/** Of one set: 78 GB, which no browser holds. */
export const imagesMost = 100_000_000;
/**
 * Of one curve. A run has some 1,100, and one whose settings were changed again and again so that it becomes
 * ever longer up to 13,000. One that was imported has room left to go on.
 */
export const curvePointsMost = 40_000;
export const importedPointsMost = 20_000;

/**
 * Steps of moments to drop, so that at most `most` stay: one after another, the one that leaves the
 * smallest gap between its neighbours. So a run is covered evenly from its first moment to its newest,
 * which both stay, however long it becomes; halving the whole list again and again would leave the
 * beginning, where a network changes most, with the fewest.
 * @param steps ascending
 */
export function momentsToDrop(steps: readonly number[], most = momentsMost): number[] {
  const kept = [...steps];
  const dropped: number[] = [];
  while (kept.length > Math.max(2, most)) {
    let at = 1;
    let smallest = Number.POSITIVE_INFINITY;
    for (let i = 1; i < kept.length - 1; i++) {
      const gap = (kept[i + 1] ?? 0) - (kept[i - 1] ?? 0);
      if (gap >= smallest) continue;
      smallest = gap;
      at = i;
    }
    append(dropped, kept.splice(at, 1));
  }
  return dropped;
}

interface RunAge {
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly ended: boolean;
}

/** Runs to drop, so that at most `most` stay: ended ones before others, the longest untouched first. */
export function runsToDrop(runs: readonly RunAge[], saved: string, most = runsMost): string[] {
  return runs
    .filter(({ runId }) => runId !== saved)
    .sort((a, b) => Number(b.ended) - Number(a.ended) || a.savedAt - b.savedAt)
    .slice(0, Math.max(0, runs.length - most))
    .map(({ runId }) => runId);
}
