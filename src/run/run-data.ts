import { createDistorter, type Distorter, type Distortion } from '../data/distortion/distortion.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import { type Chance, type ChanceKind, chanceOf } from '../data/order/chance.ts';
import { arrivingEpoch, type EpochOrder, permutedEpoch } from '../data/order/epoch-order.ts';
import type { ArrivingDigits, DigitSource } from '../data/sources/digit-source.ts';
import { SyntheticShelf, shelfPlace } from '../data/sources/synthetic-shelf.ts';
import { stylesBut } from '../digits/synthesis/style-choice.ts';
import type { Place, ResidentData } from '../engines/course.ts';
import type { Batch } from '../engines/engine.ts';
import { t } from '../language/language.ts';
import { formatCount, formatPercent } from '../lib/format.ts';
import { randomFromSeed, shuffle } from '../lib/random.ts';
import { digitSize } from '../network/rasters.ts';
import { RunImages } from './run-images.ts';
import { distortionOf, type RunSettings } from './settings/run-settings.ts';
import { isWritten, shareIn, writtenBefore } from './written-share.ts';

export const beginning: Place = { epoch: 1, offset: 0 };

/** Images kept from training for validation: 5,000 of MNIST's 60,000. */
const validationShare = 1 / 12;
/** The same for all runs, so that their validation figures can be compared. */
const splitSeed = 1998;
/** Blocks of synthetic handwriting that are written in one go, some ten milliseconds. */
const writtenAhead = 8;

/**
 * The images of a run: which are for validation, in which order the others come, which places of an
 * epoch synthetic handwriting has instead, and how each is distorted. All of it follows from seed and place, so that a run that was left goes on with the very
 * batches that it would have had.
 */
export class RunData {
  /** Places in the file, ascending. */
  private readonly training: Uint32Array;
  private readonly kept: Uint32Array;
  private order: (EpochOrder & { readonly epoch: number }) | undefined;
  private distorter:
    | { readonly of: RunSettings['distortion'] | null; readonly by: Distortion; readonly distort: Distorter }
    | undefined;
  private shelf: { readonly of: RunSettings['stylesOff']; readonly digits: SyntheticShelf } | undefined;
  private readonly images: RunImages;
  private places: { readonly epoch: number; readonly share: number; readonly of: Uint32Array } | undefined;
  private room: Batch = { digits: new Uint8Array(), labels: new Uint8Array() };

  private constructor(
    private readonly part: ArrivingDigits,
    private readonly whole: boolean,
    private readonly name: string,
    readonly seed: number,
    private readonly chance: Chance,
  ) {
    const total = part.total ?? 0;
    const places = Uint32Array.from({ length: total }, (_, i) => i);
    const order = shuffle(places, randomFromSeed(splitSeed));
    const cut = total - Math.floor(total * validationShare);
    this.training = order.slice(0, cut).sort();
    this.kept = order.slice(cut).sort();
    this.images = new RunImages(part, total);
  }

  /** Waits until the number of images is known. @throws what the source throws */
  static async open(
    source: DigitSource,
    { seed, chance }: { readonly seed: number; readonly chance: ChanceKind },
    signal: AbortSignal,
  ): Promise<RunData> {
    const { train } = source.parts;
    await train.atLeast(1, signal);
    return new RunData(train, source.whole, source.name, seed, chanceOf(chance, seed));
  }

  /** Images in an epoch, synthetic handwriting that is mixed in among them. */
  get count(): number {
    return this.training.length;
  }

  /**
   * The batch at `place`, which is shorter at the end of an epoch. It stands in memory that the next
   * batch overwrites.
   * @throws what the source throws when an image cannot come; the signal's reason
   */
  async batch(place: Place, settings: RunSettings, signal: AbortSignal): Promise<Batch> {
    const order = this.orderOf(place.epoch);
    const size = Math.min(settings.batchSize, this.count - place.offset);
    const share = shareIn(this.name, settings);
    if (share < 1) await this.arrived(place.epoch, place.offset + size, signal);
    const batch = this.roomFor(size);
    const distort = this.distorterOf(settings)?.distort;
    const random = this.chance.batch(place.epoch, place.offset);
    for (let i = 0; i < size; i++) {
      const offset = place.offset + i;
      const { digit, label } = isWritten(offset, share)
        ? this.shelfOf(settings).digit(place.epoch, writtenBefore(offset, share))
        : this.given(order.places[offset] as number);
      const target = digitAt(batch.digits, i);
      if (distort) distort(digit, target, random(i));
      else target.set(digit);
      batch.labels[i] = label;
    }
    return batch;
  }

  /** One of the data's own training images. */
  private given(place: number): { readonly digit: Uint8Array; readonly label: number } {
    const from = this.training[place] as number;
    return { digit: digitAt(this.part.digits, from), label: this.part.labels[from] as number };
  }

  /** Where the run stands after a batch of `images` at `place`. */
  after({ epoch, offset }: Place, images: number): Place {
    return offset + images < this.count
      ? { epoch, offset: offset + images }
      : { epoch: epoch + 1, offset: 0 };
  }

  /** Images of the run up to `place`. */
  done({ epoch, offset }: Place): number {
    return (epoch - 1) * this.count + offset;
  }

  /** Batches from `place` to the end of the last epoch. */
  stepsLeft({ epoch, offset }: Place, { epochs, batchSize }: RunSettings): number {
    if (epoch > epochs) return 0;
    return (
      Math.ceil((this.count - offset) / batchSize) + (epochs - epoch) * Math.ceil(this.count / batchSize)
    );
  }

  /** The first `most` validation images, or null while they are on their way. */
  validation(most: number): LabelledDigits | null {
    const chosen = this.kept.subarray(0, most);
    const last = chosen.at(-1);
    if (last === undefined || last >= this.part.count) return null;
    return selectDigits(this.part, chosen);
  }

  /** How well this epoch is mixed, and with what, in words. */
  mixing(place: Place, settings: RunSettings): string {
    const share = shareIn(this.name, settings);
    if (share === 1) return t`Every image of a batch is synthetic handwriting`;
    const own = this.ownMixing(place);
    return share > 0 ? t`${own}; ${formatPercent(share, 0)} of each batch is synthetic handwriting` : own;
  }

  private ownMixing({ epoch, offset }: Place): string {
    if (this.whole || epoch > 1) return t`All training images, in a fresh random order`;
    const window = this.orderOf(epoch).needed(offset + 1);
    const share = formatPercent(window / this.count, 0);
    return window < this.count
      ? t`Drawn at random from the first ${formatCount(window)} of ${formatCount(this.count)} images (${share}); the others are on their way`
      : t`Drawn at random from the images that this epoch has not had yet`;
  }

  /** For an engine that makes its batches itself; null for runs of old, whose numbers come in a row. */
  resident(settings: RunSettings): ResidentData | null {
    if (this.chance.kind !== 'counter') return null;
    const share = shareIn(this.name, settings);
    const shelf = share > 0 ? this.shelfOf(settings) : null;
    this.images.use(shelf);
    return {
      store: this.images,
      seed: this.seed,
      places: (epoch) => this.placesOf(epoch, share),
      distortion: this.distorterOf(settings)?.by ?? null,
      ready: async ({ epoch, offset }, least, most, signal) => {
        if (share < 1 && least > 0) await this.arrived(epoch, offset + least, signal);
        let ready = share < 1 ? this.here(epoch, offset, least, most) : most;
        if (!shelf) return ready;
        const places = this.placesOf(epoch, share);
        const had = shelf.written.length;
        for (let i = 0; i < ready; i++) {
          const place = (places[offset + i] as number) - this.images.shelfAt;
          if (place >= 0) shelf.fill(epoch, place);
          // Writing takes its time: what there is can be learned from meanwhile.
          if (i + 1 >= settings.batchSize && shelf.written.length - had >= writtenAhead) ready = i + 1;
        }
        return ready;
      },
    };
  }

  /** Places in the store of an epoch's images. */
  private placesOf(epoch: number, share: number): Uint32Array {
    if (this.places?.epoch !== epoch || this.places.share !== share) {
      const { places } = this.orderOf(epoch);
      const { shelfAt } = this.images;
      const of = places.map((place, offset) =>
        isWritten(offset, share)
          ? shelfAt + shelfPlace(epoch, writtenBefore(offset, share))
          : (this.training[place] as number),
      );
      this.places = { epoch, share, of };
    }
    return this.places.of;
  }

  /** Waits for the first `drawn` images of an epoch. @throws what the source throws; the signal's reason */
  private async arrived(epoch: number, drawn: number, signal: AbortSignal): Promise<void> {
    const enough = this.fileNeeded(epoch, drawn);
    if (this.part.count < enough) await this.part.atLeast(enough, signal);
  }

  /** How many of the file's images the first `drawn` of an epoch may come from. */
  private fileNeeded(epoch: number, drawn: number): number {
    return (this.training[this.orderOf(epoch).needed(drawn) - 1] as number) + 1;
  }

  /** How many of the images from `offset` on have arrived, knowing that `least` have. */
  private here(epoch: number, offset: number, least: number, most: number): number {
    let [some, all] = [least, most];
    while (some < all) {
      const middle = Math.ceil((some + all) / 2);
      if (this.fileNeeded(epoch, offset + middle) <= this.part.count) some = middle;
      else all = middle - 1;
    }
    return some;
  }

  private orderOf(epoch: number): EpochOrder {
    if (this.order?.epoch !== epoch) {
      const make = epoch === 1 && !this.whole ? arrivingEpoch : permutedEpoch;
      this.order = { ...make(this.chance.order(epoch), this.count), epoch };
    }
    return this.order;
  }

  private distorterOf(settings: RunSettings): RunData['distorter'] | null {
    if (!settings.distort) return null;
    if (this.distorter?.of !== settings.distortion) {
      const by = distortionOf(settings);
      this.distorter = { of: settings.distortion, by, distort: createDistorter(by) };
    }
    return this.distorter;
  }

  private shelfOf({ stylesOff }: RunSettings): SyntheticShelf {
    if (this.shelf?.of !== stylesOff) {
      this.shelf = { of: stylesOff, digits: new SyntheticShelf(this.seed, stylesBut(stylesOff)) };
    }
    return this.shelf.digits;
  }

  private roomFor(size: number): Batch {
    if (this.room.labels.length !== size) {
      this.room = { digits: new Uint8Array(size * digitSize), labels: new Uint8Array(size) };
    }
    return this.room;
  }
}

/** Copies of the images at `places`. */
export function selectDigits({ digits, labels }: LabelledDigits, places: ArrayLike<number>): LabelledDigits {
  const chosen = new Uint8Array(places.length * digitSize);
  const classes = new Uint8Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const from = places[i] as number;
    chosen.set(digitAt(digits, from), i * digitSize);
    classes[i] = labels[from] as number;
  }
  return { digits: chosen, labels: classes };
}

/** One image, as a view. */
export function digitAt(digits: Uint8Array, index: number): Uint8Array {
  return digits.subarray(index * digitSize, (index + 1) * digitSize);
}
