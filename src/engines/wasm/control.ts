import { rowFloats } from '../gpu/step-rows.ts';
import type { GradientSums } from './kernels.ts';

/** Steps in one order, at most: rows of gpu/step-rows.ts that there is room for. */
export const rowsMost = 256;

/** What the leading thread asks of the others. */
export interface Order {
  /** `listen`: wait for a message. `gradient`: sum the gradient of a batch. `train`: and update the parameters. */
  readonly kind: 'listen' | 'gradient' | 'train';
  /** Threads that work on it, the leading one included. */
  readonly active: number;
  /** Steps to take, as many rows as were written. */
  readonly steps: number;
  /** Which of the images that were shown (0 or 1), and the numbers that distort them. */
  readonly images: number;
  readonly seed: number;
  readonly epoch: number;
}

const kinds = ['listen', 'gradient', 'train'] as const;

/** Int32s that processors never fetch together: words that different threads write are so far apart. */
const apart = 32;
const gateAt = 0;
const arrivedAt = apart;
const orderAt = 2 * apart;
const cellAt = (thread: number) => (3 + thread) * apart;

/**
 * Looks for a change for so long before the thread sleeps: to be woken takes longer than most waits for threads that
 * have the same work. Shorter after it was in vain, when others may need the core.
 */
const spinMs = { least: 0.005, most: 0.2 };
/** Lets the processor's other thread run meanwhile; of ES2026. */
const { pause = () => {} } = Atomics as { pause?: () => void };

const broken = -1;

/**
 * Memory by which threads lead and wait for one another. Each has a cell that counts its orders; the gate is where
 * all that work on an order meet, twice a step. A gate that is broken lets nobody through again.
 */
export class Control {
  /** How each step of an order updates the parameters. */
  readonly rows: Float32Array;
  private readonly words: Int32Array;
  private readonly sums: Float64Array;
  private readonly mostSpinMs: number;
  private spinMs: number;

  static bytesFor(threads: number): number {
    return rowsMost * rowFloats * 4 + cellAt(threads) * 4 + threads * apart * 4;
  }

  constructor(
    readonly buffer: ArrayBufferLike,
    threads: number,
  ) {
    const { navigator } = globalThis as { navigator?: { readonly hardwareConcurrency?: number } };
    // Whoever spins on a core that another thread needs keeps all waiting.
    this.mostSpinMs = threads > (navigator?.hardwareConcurrency ?? threads) ? spinMs.least : spinMs.most;
    this.spinMs = this.mostSpinMs;
    this.words = new Int32Array(buffer, 0, cellAt(threads));
    const { byteLength } = this.words;
    this.sums = new Float64Array(buffer, byteLength, (threads * apart) / 2);
    this.rows = new Float32Array(buffer, byteLength + this.sums.byteLength, rowsMost * rowFloats);
  }

  /** Wakes the threads that are to work on it. */
  give(order: Order): void {
    const { kind, active, steps, images, seed, epoch } = order;
    this.words.set([kinds.indexOf(kind), active, steps, images, seed, epoch], orderAt);
    for (let thread = 1; thread < active; thread++) {
      Atomics.add(this.words, cellAt(thread), 1);
      Atomics.notify(this.words, cellAt(thread));
    }
  }

  /** Sleeps until there is an order beside those that a helping thread has `had`. */
  order(thread: number, had: number): Order {
    this.changes(cellAt(thread), had, Number.POSITIVE_INFINITY);
    const [kind, active, steps, images, seed, epoch] = this.words.subarray(orderAt, orderAt + 6);
    return { kind: kinds[kind as number], active, steps, images, seed, epoch } as Order;
  }

  /** @returns the gate as it is to be waited on; null when this thread was the last, and it is open */
  arrive(thread: number, active: number): number | null {
    const seen = Atomics.load(this.words, gateAt);
    Atomics.store(this.words, cellAt(thread) + 1, seen);
    if (seen === broken || Atomics.add(this.words, arrivedAt, 1) < active - 1) return seen;
    Atomics.store(this.words, arrivedAt, 0);
    const before = Atomics.compareExchange(this.words, gateAt, seen, (seen + 1) & 0x7fffffff);
    Atomics.notify(this.words, gateAt);
    return before === seen ? null : broken;
  }

  /** @returns false when the gate is as it was after about so many milliseconds; 0 where this thread may not sleep */
  opens(seen: number, ms: number): boolean {
    return seen !== broken && this.changes(gateAt, seen, ms) && !this.isBroken;
  }

  get isBroken(): boolean {
    return Atomics.load(this.words, gateAt) === broken;
  }

  /** Whether a thread has arrived at the gate that this one waits for. */
  hasArrived(thread: number, seen: number): boolean {
    return Atomics.load(this.words, cellAt(thread) + 1) === seen;
  }

  /** @returns the gate as it was: open where it is not what threads have seen that wait for it */
  break(): number {
    const before = Atomics.exchange(this.words, gateAt, broken);
    Atomics.notify(this.words, gateAt);
    return before;
  }

  private changes(at: number, seen: number, sleepMs: number): boolean {
    const { words } = this;
    const end = performance.now() + this.spinMs;
    do {
      for (let look = 0; look < 50; look++) {
        if (Atomics.load(words, at) !== seen) {
          this.spinMs = Math.min(this.mostSpinMs, 2 * this.spinMs);
          return true;
        }
        pause();
      }
    } while (performance.now() < end);
    this.spinMs = Math.max(spinMs.least, this.spinMs / 2);
    // Woken is not changed: whoever changed it last may have been held up before it woke those that waited then.
    while (sleepMs > 0 && Atomics.load(words, at) === seen) {
      if (Atomics.wait(words, at, seen, sleepMs) === 'timed-out') break;
    }
    return Atomics.load(words, at) !== seen;
  }

  /** What a thread has measured in this step; read once all have met. */
  report(thread: number, { lossSum, correct }: GradientSums): void {
    const at = (thread * apart) / 2;
    this.sums[at] = lossSum;
    this.sums[at + 1] = correct;
  }

  /** Over all threads, in their order. */
  total(active: number): GradientSums {
    let [lossSum, correct] = [0, 0];
    for (let thread = 0; thread < active; thread++) {
      const at = (thread * apart) / 2;
      lossSum += this.sums[at] as number;
      correct += this.sums[at + 1] as number;
    }
    return { lossSum, correct };
  }
}
