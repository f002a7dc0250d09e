import { t } from '../../language/language.ts';
import { formatExact } from '../../lib/format-sizes.ts';
import type { HelperAnswer, HelperRequest } from './helper.ts';
import type { Thread, ThreadEvents } from './thread.ts';

export type Helper = ReturnType<typeof startHelper>;

/**
 * The calling side of one helping thread. Once it has failed, every request fails with the reason.
 * @param name for messages
 * @param lost is told why it failed, once, but not that it was stopped
 */
export function startHelper(
  name: string,
  start: (events: ThreadEvents) => Thread,
  lost: (reason: string) => void,
) {
  let failure: string | undefined;
  let isStopped = false;
  /** Answers the request that is under way. */
  let settle: (answer: HelperAnswer | Error) => void = () => {};

  const fail = (reason: string) => {
    if (failure) return;
    failure = `${name}: ${reason}`;
    if (!isStopped) lost(failure);
    settle(new Error(failure));
  };
  const answered = (answer: HelperAnswer) =>
    answer.kind === 'failed' ? fail(answer.reason) : settle(answer);
  const thread = start({ message: (data) => answered(data as HelperAnswer), failure: fail });

  return {
    /** @throws naming the helper when it fails, or does not answer in time: a hang has to end as an error. */
    ask(request: HelperRequest, transfer: readonly ArrayBuffer[], withinMs: number): Promise<HelperAnswer> {
      return new Promise((resolve, reject) => {
        if (failure) return reject(new Error(failure));
        const timer = setTimeout(() => fail(overdue(withinMs)), withinMs);
        settle = (answer) => {
          clearTimeout(timer);
          settle = () => {};
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        };
        thread.post(request, transfer);
      });
    },

    /** It has not done in time what it was asked for in another way. */
    giveUp: (withinMs: number) => fail(overdue(withinMs)),

    /** Ends the thread; a request that it works on fails. That is no loss to report. */
    terminate(): void {
      isStopped = true;
      fail(t`it was stopped`);
      thread.terminate();
    },
  };
}

function overdue(withinMs: number): string {
  return t`no answer within ${formatExact(withinMs / 1000)} s`;
}
