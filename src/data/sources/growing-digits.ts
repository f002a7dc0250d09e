import type { ArrivingDigits, DigitSourceError } from './digit-source.ts';

interface Waiter {
  readonly count: number;
  resolve(): void;
  reject(reason: unknown): void;
}

/** Images that arrive, and those who wait for them. */
export class GrowingDigits implements ArrivingDigits {
  total: number | null = null;
  count = 0;
  digits: Uint8Array = new Uint8Array();
  labels: Uint8Array = new Uint8Array();
  readonly #waiters = new Set<Waiter>();
  #failure: DigitSourceError | null = null;

  /** All labels are here, and the place for the images, total * 784 bytes. */
  begin(labels: Uint8Array, digits: Uint8Array): void {
    this.total = labels.length;
    this.labels = labels;
    this.digits = digits;
    this.grow(this.count);
  }

  /** So many images are here now: fewer than before when what came was found to be wrong. */
  grow(count: number): void {
    this.count = count;
    for (const waiter of [...this.#waiters]) if (this.#has(waiter.count)) waiter.resolve();
  }

  /** Rejects current and future waiters until `clearFailure` is called. */
  fail(error: DigitSourceError): void {
    this.#failure = error;
    for (const waiter of [...this.#waiters]) waiter.reject(error);
  }

  clearFailure(): void {
    this.#failure = null;
  }

  atLeast(count: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (this.#has(count)) return resolve();
      if (this.#failure) return reject(this.#failure);
      const onAbort = () => waiter.reject(signal?.reason);
      const leave = () => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        count,
        resolve: () => {
          leave();
          resolve();
        },
        reject: (reason) => {
          leave();
          reject(reason);
        },
      };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', onAbort);
    });
  }

  #has(count: number): boolean {
    return this.total !== null && this.count >= Math.min(count, this.total);
  }
}
