import { messageOf } from './expect.ts';

/**
 * What may well not work out (a full disk, a file of another kind, a GPU that is not there): what was asked for,
 * or the reason why not, in words that a page can show. Whoever returns one does not throw for it.
 */
export type Result<Value = unknown, Reason = string> = ({ readonly ok: true } & Value) | Refused<Reason>;

export interface Refused<Reason = string> {
  readonly ok: false;
  readonly reason: Reason;
}

/** What was thrown, as a refusal. */
export function refusedFor(error: unknown): Refused {
  return { ok: false, reason: messageOf(error) };
}
