import { createDistorter, type Distorter, type Distortion } from '../../data/distortion/distortion.ts';
import { CounterRandom } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import type { ImageSource } from './kernels.ts';

/** Images that several threads read, in shared memory where there are several. */
export interface ImageTables {
  /** room * 784 bytes. */
  readonly digits: Uint8Array;
  /** room classes. */
  readonly labels: Uint8Array;
  /** Which images to take, in this order, at least as many as are asked for; null for all as they lie. */
  readonly places: Uint32Array | null;
  /** Only where there are places. */
  readonly distortion: Distortion | null;
}

/** One thread's way to the images: each distorts those of its own share. */
export class ImageReader implements ImageSource {
  private readonly distort: Distorter | null;
  private random = new CounterRandom(0);
  private seed = 0;
  private epoch = 0;

  constructor(private readonly tables: ImageTables) {
    this.distort = tables.distortion && createDistorter(tables.distortion);
  }

  /** The numbers that distort what is taken next: those of `CounterRandom(seed).at(epoch, i)` for the image i. */
  open(seed: number, epoch: number): void {
    if (seed !== this.seed) this.random = new CounterRandom(seed);
    this.seed = seed;
    this.epoch = epoch;
  }

  take(first: number, digits: Uint8Array, labels: Uint8Array): void {
    const { tables, distort } = this;
    const { places } = tables;
    if (!places) {
      digits.set(tables.digits.subarray(first * digitSize, first * digitSize + digits.length));
      labels.set(tables.labels.subarray(first, first + labels.length));
      return;
    }
    for (let i = 0; i < labels.length; i++) {
      const from = places[first + i] as number;
      const digit = tables.digits.subarray(from * digitSize, (from + 1) * digitSize);
      const target = digits.subarray(i * digitSize, (i + 1) * digitSize);
      if (distort) distort(digit, target, this.random.at(this.epoch, first + i));
      else target.set(digit);
      labels[i] = tables.labels[from] as number;
    }
  }
}
