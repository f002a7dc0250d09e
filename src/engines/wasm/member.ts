import { rowFloats } from '../gpu/step-rows.ts';
import type { Control, Order } from './control.ts';
import { ImageReader, type ImageTables } from './images.ts';
import type { Kernels } from './kernels.ts';

/** Fewer images do not pay for one more thread to wait for. */
const leastShare = 2;

/** How many of the threads work on a batch of n images. It decides in which order sums are made. */
export function activeFor(n: number, threads: number): number {
  return Math.min(threads, Math.ceil(n / leastShare));
}

/** First image of a thread's share of n; that of the next thread is its end. */
export function shareStart(n: number, thread: number, active: number): number {
  return Math.floor((thread * n) / active);
}

/** One of the threads that train in the same memory: each half of a step ends at the gate. */
export class Member {
  private readonly images: ImageReader[] = [];
  /** Orders that it has had. */
  private had = 0;

  constructor(
    readonly kernels: Kernels,
    private readonly control: Control,
    private readonly thread: number,
  ) {}

  show(slot: number, tables: ImageTables): void {
    this.images[slot] = new ImageReader(tables);
  }

  /** The gradient of this thread's share of a step's batch. */
  sumShare({ active, images, seed, epoch }: Order, step: number): void {
    const { kernels, control, thread } = this;
    const at = step * rowFloats;
    kernels.rule.set(control.rows.subarray(at, at + rowFloats));
    const [offset, n] = kernels.rule as unknown as [number, number];
    const reader = this.images[images];
    if (!reader) throw new Error(`expected images ${images} to have been shown`);
    reader.open(seed, epoch);
    const start = shareStart(n, thread, active);
    const count = shareStart(n, thread + 1, active) - start;
    control.report(thread, kernels.accumulateGradient(reader, offset + start, count, n));
  }

  /** This thread's slice of all parameters, once every share is there. */
  finish({ kind, active }: Order): void {
    this.kernels.sumSlice(active);
    if (kind === 'train') this.kernels.updateSlice(active);
  }

  /** A helping thread's work: until it is to listen, or one of the others has failed. */
  follow(): void {
    for (;;) {
      const order = this.control.order(this.thread, this.had);
      this.had += 1;
      if (order.kind === 'listen') return;
      for (let step = 0; step < order.steps; step++) {
        this.sumShare(order, step);
        if (!this.meets(order)) return;
        this.finish(order);
        if (!this.meets(order)) return;
      }
    }
  }

  private meets({ active }: Order): boolean {
    const seen = this.control.arrive(this.thread, active);
    return seen === null || this.control.opens(seen, Number.POSITIVE_INFINITY);
  }
}
