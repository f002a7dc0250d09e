import type { ImageStore } from '../../data/image-store.ts';
import type { UpdateRule } from '../../network/optimiser.ts';
import { digitSize } from '../../network/rasters.ts';
import type { ResidentCourse, StepResult } from '../course.ts';
import { ImageReader } from '../wasm/images.ts';
import type { Kernels1998 } from './kernels.ts';

/** The engine returns after so long, for whoever wants the run to stop or to look at it. */
const advanceMs = 100;

/** Takes many steps of one image each on a copy of a run's images. */
export class EachImage {
  private held: {
    readonly store: ImageStore;
    readonly digits: Uint8Array;
    readonly labels: Uint8Array;
    revision: number;
  } | null = null;

  constructor(private readonly kernels: Kernels1998) {}

  /**
   * See Engine.advance: null for courses in batches, or with another rule, which are led step by step.
   * @param taken is told of each step
   */
  async advance(
    course: ResidentCourse,
    most: number,
    signal: AbortSignal,
    taken: () => void,
  ): Promise<readonly StepResult[] | null> {
    const { batchSize, from, seed, distortion } = course;
    const rule = course.ruleAt(from);
    if (batchSize !== 1 || rule.kind !== 'levenberg-marquardt') return null;
    const places = course.places(from.epoch);
    const began = performance.now();
    const results: StepResult[] = [];
    let { offset } = from;
    do {
      const wanted = Math.min(this.kernels.most, most - results.length, places.length - offset);
      let ready: number;
      try {
        ready = await course.ready({ ...from, offset }, results.length === 0 ? 1 : 0, wanted, signal);
      } catch (error) {
        // The steps that were taken count; whoever asks for the next ones hears of it.
        if (results.length > 0) break;
        throw error;
      }
      // Steps of another rule begin another advance.
      let n = 0;
      while (n < ready && isSame(course.ruleAt({ ...from, offset: offset + n }), rule)) n++;
      if (n === 0) break;
      const { digits, labels } = this.copyOf(course.store);
      const reader = new ImageReader({ digits, labels, places, distortion });
      reader.open(seed, from.epoch);
      const first = offset;
      const measured = this.kernels.trainEach(n, rule, (to, classes) => reader.take(first, to, classes));
      measured.forEach((one, i) => {
        const place = { ...from, offset: first + i };
        results.push({ ...one, images: 1, rule, batch: () => course.batchAt(place) });
        taken();
      });
      offset += n;
      if (offset === places.length) break;
    } while (results.length < most && !signal.aborted && performance.now() - began < advanceMs);
    return results;
  }

  /** Brings the copy of the images up to date. */
  private copyOf(store: ImageStore) {
    if (this.held?.store !== store) {
      this.held = {
        store,
        digits: new Uint8Array(store.room * digitSize),
        labels: new Uint8Array(store.room),
        revision: 0,
      };
    }
    const { held } = this;
    const { revision, parts } = store.since(held.revision);
    for (const { at, digits, labels } of parts) {
      held.digits.set(digits, at * digitSize);
      held.labels.set(labels, at);
    }
    held.revision = revision;
    return held;
  }
}

function isSame(one: UpdateRule, other: Extract<UpdateRule, { kind: 'levenberg-marquardt' }>): boolean {
  return one.kind === other.kind && one.learningRate === other.learningRate && one.damping === other.damping;
}
