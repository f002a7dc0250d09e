import { lenet5 } from '../../network/lenet-5.ts';
import type { Batch } from '../engine.ts';
import type { HelperAnswer, HelperRequest } from './helper.ts';
import type { Thread, ThreadEvents } from './thread.ts';

type GradientAnswer = Extract<HelperAnswer, { kind: 'gradient' }>;

/** How long a helper may take to come up, and to answer: a hang has to end as an error. */
const startMs = 20_000;
const answerMs = (images: number) => 10_000 + 5 * images;

/**
 * The calling side of one helping thread. Once it has failed, every request fails with the reason.
 * @param name for messages
 * @param shared P floats of parameters in shared memory, kept up to date by the caller; without it
 * every request carries a copy
 * @param limitMs how long it may take to answer, by the number of images
 */
export function startHelper(
  name: string,
  start: (events: ThreadEvents) => Thread,
  shared: Float32Array | undefined,
  limitMs: (images: number) => number = answerMs,
) {
  const byteLength = lenet5.parameterCount * 4;
  let ownParameters = shared ?? new Float32Array(lenet5.parameterCount);
  let gradientBuffer = new Float32Array(
    shared ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength),
  );
  let failure: string | undefined;
  let reportLoss: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    reportLoss = resolve;
  });
  /** Answers the request that is under way. */
  let settle: (answer: HelperAnswer | Error) => void = () => {};

  const fail = (reason: string) => {
    if (failure) return;
    failure = `${name}: ${reason}`;
    reportLoss(failure);
    settle(new Error(failure));
  };
  const answered = (answer: HelperAnswer) =>
    answer.kind === 'failed' ? fail(answer.reason) : settle(answer);
  const thread = start({ message: (data) => answered(data as HelperAnswer), failure: fail });

  const ask = (request: HelperRequest, transfer: ArrayBuffer[], withinMs: number): Promise<HelperAnswer> =>
    new Promise((resolve, reject) => {
      if (failure) return reject(new Error(failure));
      const timer = setTimeout(() => fail(`no answer within ${withinMs / 1000} s`), withinMs);
      settle = (answer) => {
        clearTimeout(timer);
        settle = () => {};
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      thread.post(request, transfer);
    });

  return {
    /** Resolves with the reason when the thread is lost; pending otherwise. */
    lost,

    /** @throws naming the helper when it does not come up. */
    async start(module: WebAssembly.Module): Promise<void> {
      await ask({ kind: 'start', module }, [], startMs);
    },

    /** The part of a batch's gradient that comes from `share`; `batchSize` images are in the whole batch. */
    async gradient(parameters: Float32Array, share: Batch, batchSize: number): Promise<GradientAnswer> {
      if (!shared) ownParameters.set(parameters);
      const [digits, labels] = [share.digits.slice(), share.labels.slice()];
      const arrays = { parameters: ownParameters, gradient: gradientBuffer };
      const request: HelperRequest = { kind: 'gradient', ...arrays, digits, labels, batchSize };
      const handedOver = shared ? [] : [ownParameters.buffer, gradientBuffer.buffer];
      const transfer = [digits.buffer, labels.buffer, ...(handedOver as ArrayBuffer[])];
      const answer = (await ask(request, transfer, limitMs(labels.length))) as GradientAnswer;
      ownParameters = answer.parameters;
      gradientBuffer = answer.gradient;
      return answer;
    },

    /** Ends the thread; a request that it works on fails. That is no loss to report. */
    terminate(): void {
      reportLoss = () => {};
      fail('it was stopped');
      thread.terminate();
    },
  };
}
