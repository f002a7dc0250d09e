import { lenet5 } from '../../network/lenet-5.ts';
import type { Batch } from '../engine.ts';
import type { HelperAnswer, HelperRequest } from './helper.ts';
import type { Thread, ThreadEvents } from './thread.ts';

type GradientAnswer = Extract<HelperAnswer, { kind: 'gradient' }>;

/** How long a helper may take to come up, and to answer: a hang has to end as an error. */
const startMs = 20_000;
const answerMs = (images: number) => 10_000 + 5 * images;

interface Pending {
  readonly resolve: (answer: HelperAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The calling side of one helping thread. Once it has failed, every request fails with the reason. */
export class HelperHandle {
  /** Resolves with the reason when the thread is lost; pending otherwise. */
  readonly lost: Promise<string>;
  private readonly thread: Thread;
  private reportLoss: (reason: string) => void = () => {};
  private failure: string | undefined;
  private pending: Pending | undefined;
  private parameters: Float32Array;
  private gradientBuffer: Float32Array;

  /**
   * @param name for messages
   * @param shared P floats of parameters in shared memory, kept up to date by the caller; without it
   * every request carries a copy
   * @param limitMs how long it may take to answer, by the number of images
   */
  constructor(
    private readonly name: string,
    start: (events: ThreadEvents) => Thread,
    private readonly shared: Float32Array | undefined,
    private readonly limitMs: (images: number) => number = answerMs,
  ) {
    this.parameters = shared ?? new Float32Array(lenet5.parameterCount);
    this.gradientBuffer = new Float32Array(
      shared ? new SharedArrayBuffer(lenet5.parameterCount * 4) : new ArrayBuffer(lenet5.parameterCount * 4),
    );
    this.lost = new Promise((resolve) => {
      this.reportLoss = resolve;
    });
    this.thread = start({
      message: (data) => this.answered(data as HelperAnswer),
      failure: (reason) => this.fail(reason),
    });
  }

  /** @throws naming the helper when it does not come up. */
  async start(module: WebAssembly.Module): Promise<void> {
    await this.ask({ kind: 'start', module }, [], startMs);
  }

  /** The part of a batch's gradient that comes from `share`; `batchSize` images are in the whole batch. */
  async gradient(parameters: Float32Array, share: Batch, batchSize: number): Promise<GradientAnswer> {
    if (!this.shared) this.parameters.set(parameters);
    const [digits, labels] = [share.digits.slice(), share.labels.slice()];
    const request: HelperRequest = {
      kind: 'gradient',
      parameters: this.parameters,
      gradient: this.gradientBuffer,
      digits,
      labels,
      batchSize,
    };
    const handedOver = this.shared ? [] : [this.parameters.buffer, this.gradientBuffer.buffer];
    const transfer = [digits.buffer, labels.buffer, ...(handedOver as ArrayBuffer[])];
    const answer = (await this.ask(request, transfer, this.limitMs(labels.length))) as GradientAnswer;
    this.parameters = answer.parameters;
    this.gradientBuffer = answer.gradient;
    return answer;
  }

  /** Ends the thread; a request that it works on fails. That is no loss to report. */
  terminate(): void {
    this.reportLoss = () => {};
    this.fail('it was stopped');
    this.thread.terminate();
  }

  private ask(request: HelperRequest, transfer: ArrayBuffer[], limitMs: number): Promise<HelperAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(new Error(this.failure));
      const timer = setTimeout(() => this.fail(`no answer within ${limitMs / 1000} s`), limitMs);
      this.pending = { resolve, reject, timer };
      this.thread.post(request, transfer);
    });
  }

  private answered(answer: HelperAnswer): void {
    if (answer.kind === 'failed') this.fail(answer.reason);
    else this.takePending()?.resolve(answer);
  }

  private fail(reason: string): void {
    if (this.failure) return;
    this.failure = `${this.name}: ${reason}`;
    this.reportLoss(this.failure);
    this.takePending()?.reject(new Error(this.failure));
  }

  private takePending(): Pending | undefined {
    const { pending } = this;
    this.pending = undefined;
    clearTimeout(pending?.timer);
    return pending;
  }
}
