import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import type { UpdateRule } from '../../network/optimiser.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Batch } from '../course.ts';
import { writeRow } from '../gpu/step-rows.ts';
import { Control, type Order } from './control.ts';
import { type Helper, startHelper } from './helper-handle.ts';
import type { ImageTables } from './images.ts';
import { type GradientSums, Kernels } from './kernels.ts';
import { activeFor, Member } from './member.ts';
import { answerMs, startMs, type Team, type TeamOptions } from './team.ts';
import { startThread } from './thread.ts';

/** Images that were shown to all threads, by slot. */
const led = 0;
export const resident = 1;

/** The leading thread sleeps no longer than this at a time: meanwhile it hears nothing, not even of a loss. */
const deafMs = 8;
/** A wait that is longer than this counts as this long. */
const tickMs = 100;
/** Pages of 64 kB: more than all regions of a thread take. Only what is needed is taken of them. */
const pagesOfThread = 64;

/**
 * Threads that train in one memory: each sums the gradient of its share of a batch; when all are done, each sums and
 * updates its slice of the parameters. Which thread does what follows from the size of the batch and the number of
 * threads, so that the same batches end with the same bits.
 */
export class SharedTeam implements Team {
  readonly size: number;
  readonly lost: Promise<string>;
  torn: string | null = null;
  private readonly member: Member;
  private readonly control: Control;
  private readonly helpers: Helper[] = [];
  private readonly limitMs: (images: number) => number;
  private readonly mayWait = mayWait();
  private reportLoss: (reason: string) => void = () => {};
  private failure: string | null = null;
  /** The gate as this thread waits for it, and as it was when it was broken. */
  private seen = 0;
  private gateWas: number | null = null;
  /** What led batches are copied to. */
  private batch: ImageTables | null = null;
  private tableBytes = [0, 0];

  private constructor(
    readonly kernels: Kernels,
    options: TeamOptions,
  ) {
    this.size = options.helpers + 1;
    this.limitMs = options.answerMs ?? answerMs;
    const bytes = Control.bytesFor(this.size);
    const buffer = options.helpers > 0 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
    this.control = new Control(buffer, this.size);
    this.member = new Member(kernels, this.control, 0);
    this.lost = new Promise((resolve) => {
      this.reportLoss = resolve;
    });
  }

  /** @throws naming the helper that did not come up; when there is no room for the memory */
  static async start(module: WebAssembly.Module, options: TeamOptions): Promise<SharedTeam> {
    const threads = options.helpers + 1;
    if (threads === 1) return new SharedTeam(await Kernels.instantiate(module), options);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: threads * pagesOfThread, shared: true });
    const regionOf = (thread: number) => ({ memory, threads, thread });
    const team = new SharedTeam(await Kernels.instantiate(module, regionOf(0)), options);
    const { control, helpers } = team;
    for (let thread = 1; thread < threads; thread++) {
      helpers.push(startHelper(t`helper ${thread}`, options.start ?? startThread, (why) => team.lose(why)));
    }
    try {
      await Promise.all(
        helpers.map((helper, i) =>
          helper.ask({ kind: 'join', module, region: regionOf(i + 1), control: control.buffer }, [], startMs),
        ),
      );
    } catch (error) {
      team.dispose();
      throw error;
    }
    return team;
  }

  get bytes(): number {
    return this.kernels.bytes + (this.tableBytes[resident] as number);
  }

  /** Rows of gpu/step-rows.ts of the steps to take. */
  get rows(): Float32Array {
    return this.control.rows;
  }

  async gradient(batch: Batch): Promise<GradientSums> {
    const sums = await this.takeLed('gradient', batch);
    this.kernels.gatherSlices(activeFor(batch.labels.length, this.size));
    return sums;
  }

  step(batch: Batch, rule: UpdateRule, number: number): Promise<GradientSums> {
    writeRow(this.rows, 0, 0, batch.labels.length, rule, number);
    return this.takeLed('train', batch);
  }

  private async takeLed(kind: 'gradient' | 'train', { digits, labels }: Batch): Promise<GradientSums> {
    const n = labels.length;
    this.rows[0] = 0;
    this.rows[1] = n;
    if (this.size === 1) this.member.show(led, { digits, labels, places: null, distortion: null });
    else {
      if (!this.batch || this.batch.labels.length < n) {
        this.batch = { ...this.makeTables(n), places: null, distortion: null };
        await this.show(led, this.batch);
      }
      this.batch.digits.set(digits);
      this.batch.labels.set(labels);
    }
    let sums: GradientSums = { lossSum: 0, correct: 0 };
    await this.take({ kind, images: led, steps: 1, seed: 0, epoch: 0 }, n, (all) => {
      sums = all;
    });
    return sums;
  }

  /** Room for n images that all threads can read, when it was shown to them. @throws RangeError where there is none */
  makeTables(n: number): Pick<ImageTables, 'digits' | 'labels'> {
    return {
      digits: new Uint8Array(this.makeBuffer(n * digitSize)),
      labels: new Uint8Array(this.makeBuffer(n)),
    };
  }

  makeBuffer(bytes: number): ArrayBufferLike {
    return this.size > 1 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  }

  /** All threads take images from these tables from now on; what is written to them later, they see. */
  async show(slot: typeof led | typeof resident, tables: ImageTables): Promise<void> {
    this.expectSound();
    const { digits, labels, places } = tables;
    this.tableBytes[slot] = digits.byteLength + labels.byteLength + (places?.byteLength ?? 0);
    this.member.show(slot, tables);
    if (this.size === 1) return;
    this.control.give({ kind: 'listen', active: this.size, steps: 0, images: 0, seed: 0, epoch: 0 });
    const asked = this.helpers.map((helper) =>
      helper.ask({ kind: 'images', slot, tables }, [], this.limitMs(0)),
    );
    await Promise.all(asked);
  }

  /**
   * Takes steps whose rows were written, each on a batch of n images.
   * @param each is told of every step once its parameters are whole
   * @throws naming the helper that failed
   */
  async take(
    asked: Omit<Order, 'active'>,
    n: number,
    each: (sums: GradientSums, step: number) => void,
  ): Promise<void> {
    this.expectSound();
    const order: Order = { ...asked, active: activeFor(n, this.size) };
    const isAlone = order.active === 1;
    if (!isAlone) this.control.give(order);
    /** Of a step: the sums, the gate after them, the update. */
    let part = 0;
    try {
      for (let step = 0; step < order.steps; step++) {
        part = 0;
        this.member.sumShare(order, step);
        part = 1;
        if (!isAlone && !this.meets(order)) await this.met(order, n);
        const sums = this.control.total(order.active);
        part = 2;
        this.member.finish(order);
        if (!isAlone && !this.meets(order)) await this.met(order, n);
        each(sums, step);
      }
    } catch (error) {
      // The others wait for this thread, and must not go on without it. Some may have gone through already.
      this.failure ??= messageOf(error);
      this.breakGate();
      const isChanged = part === 2 || (part === 1 && this.gateWas !== this.seen);
      if (order.kind === 'train' && isChanged) this.torn = this.failure;
      throw error;
    }
  }

  private expectSound(): void {
    if (this.failure) throw new Error(this.failure);
  }

  /** Whether all are at the gate, which they are soon if nothing is wrong. */
  private meets({ active }: Order): boolean {
    const seen = this.control.arrive(0, active);
    if (seen === null) return true;
    this.seen = seen;
    return this.control.opens(seen, this.mayWait ? deafMs : 0);
  }

  /** Waits for the gate in turns with the messages, which tell of helpers that have failed. */
  private async met({ active }: Order, n: number): Promise<void> {
    const limitMs = this.limitMs(n);
    let [waitedMs, last] = [0, performance.now()];
    do {
      await new Promise((resolve) => setTimeout(resolve, 1));
      this.expectSound();
      // A machine that slept meanwhile let none of its threads work.
      const now = performance.now();
      waitedMs += Math.min(now - last, tickMs);
      last = now;
      if (waitedMs > limitMs) {
        // Broken before it is given up, so that a helper that was only late does not go on.
        this.breakGate();
        const late = this.helpers.find(
          (_, i) => i + 1 < active && !this.control.hasArrived(i + 1, this.seen),
        );
        (late ?? this.helpers[0])?.giveUp(limitMs);
        this.expectSound();
      }
    } while (!this.control.opens(this.seen, 0));
  }

  private lose(reason: string): void {
    if (this.failure) return;
    this.failure = reason;
    this.breakGate();
    this.reportLoss(reason);
  }

  private breakGate(): void {
    this.gateWas ??= this.control.break();
  }

  dispose(): void {
    this.failure ??= 'the engine has been disposed';
    this.breakGate();
    for (const helper of this.helpers) helper.terminate();
  }
}

/** Not in the thread of a page. */
function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}
