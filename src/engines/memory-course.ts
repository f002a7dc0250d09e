import { createDistorter, type Distorter, type Distortion } from '../data/distortion/distortion.ts';
import type { ImageStore } from '../data/image-store.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { CounterRandom } from '../lib/random.ts';
import { digitSize } from '../network/rasters.ts';
import type { Batch, Course, Place, ResidentCourse, StepResult } from './course.ts';
import type { UpdateRule } from './engine.ts';

interface MemoryCourseOptions {
  readonly data: LabelledDigits;
  readonly batchSize: number;
  readonly rule: UpdateRule;
  readonly distortion: Distortion | null;
  /** Images to an epoch, the data again and again in their order: all of them once when left out. */
  readonly epochImages?: number;
}

/**
 * A course on images that are all in memory, without an end: to time engines, and to see that they learn. One that
 * is led step by step gets the same batches as one that makes them itself.
 */
export class MemoryCourse implements Course {
  private place: Place = { epoch: 1, offset: 0 };
  private readonly places: Uint32Array;
  private readonly distort: Distorter | null;
  private readonly random = new CounterRandom(seed);
  private readonly whole: Omit<ResidentCourse, 'from'>;

  constructor(private readonly options: MemoryCourseOptions) {
    const { data, batchSize, rule, distortion, epochImages } = options;
    const count = data.labels.length;
    this.places = Uint32Array.from({ length: epochImages ?? count }, (_, i) => i % count);
    this.distort = distortion && createDistorter(distortion);
    const store: ImageStore = {
      // Engines make room for an epoch as long as that.
      room: this.places.length,
      since: (revision) => ({ revision: 1, parts: revision < 1 ? [{ at: 0, ...data }] : [] }),
    };
    this.whole = {
      store,
      seed,
      distortion,
      batchSize,
      places: () => this.places,
      ready: async (_from, _least, most) => most,
      ruleAt: () => rule,
      batchAt: async (place) => this.batch(place),
    };
  }

  async next() {
    return { batch: this.batch(this.place), rule: this.options.rule };
  }

  async resident(): Promise<ResidentCourse> {
    return { ...this.whole, from: this.place };
  }

  /** The course goes on after these steps. */
  taken(steps: readonly StepResult[]): void {
    const { epoch } = this.place;
    const offset = this.place.offset + imagesOf(steps);
    this.place = offset < this.places.length ? { epoch, offset } : { epoch: epoch + 1, offset: 0 };
  }

  private batch({ epoch, offset }: Place): Batch {
    const { data, batchSize } = this.options;
    const places = this.places.subarray(offset, offset + batchSize);
    const digits = new Uint8Array(places.length * digitSize);
    for (const [i, place] of places.entries()) {
      const digit = data.digits.subarray(place * digitSize, (place + 1) * digitSize);
      const target = digits.subarray(i * digitSize, (i + 1) * digitSize);
      if (this.distort) this.distort(digit, target, this.random.at(epoch, offset + i));
      else target.set(digit);
    }
    return { digits, labels: Uint8Array.from(places, (place) => data.labels[place] as number) };
  }
}

const seed = 1;

export function imagesOf(steps: readonly StepResult[]): number {
  return steps.reduce((sum, { images }) => sum + images, 0);
}
