import type { TrainerView } from '../../../lab/training/client.ts';
import { percentDecoded } from '../../../lib/link-text.ts';
import { runsMost } from '../../../run/store/run-store-limits.ts';

/** Links that start a run: "?epochs=3#/train?start". */

const startQuery = /^(#\/?train\/?\?(?:[^#]*&)?)start(?=&|[^\p{L}\p{N}]*$)/u;

export function asksForStart(hash: string): boolean {
  return startQuery.test(percentDecoded(hash));
}

/** The address of a page with settings, as one that starts a run. @param href of the Train page */
export function startAddress(href: string): string {
  return `${href.replace(/#.*$/s, '')}#/train?start`;
}

/** Whether a run that a link starts would come in the way of another one; null while that is not known. */
export function wouldDisturb({
  status,
  data,
  resumable,
}: Pick<TrainerView, 'status' | 'data' | 'resumable'>): boolean | null {
  if (status.runId !== null || status.origin !== null) return true;
  if (data === null || resumable === null) return null;
  // A run that was left before its end may be what the person came for, and a full store drops one.
  return resumable.some(({ ended }) => !ended) || resumable.length >= runsMost;
}
