import type { Reading } from '../lab/reading/contract.ts';

const kept = 9;
/** The first answer is cold, and a median of two is none. */
const fewest = 3;

/**
 * How long an answer usually takes: the median of the last ones, so that a single one that was cold or
 * disturbed does not show.
 * @param latest the newest reading; it is looked at once however often it is asked for
 * @returns milliseconds; null before there are enough
 */
export function answerTime(latest: () => Pick<Reading, 'forwardMs'> | null): () => number | null {
  let seen: Pick<Reading, 'forwardMs'> | null = null;
  let times: number[] = [];
  return () => {
    const reading = latest();
    if (reading && reading !== seen) {
      seen = reading;
      times = [...times.slice(1 - kept), reading.forwardMs];
    }
    if (times.length < fewest) return null;
    return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? null;
  };
}
