import type { Style } from '../../digits/synthesis/styles.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { digitSize } from '../../network/rasters.ts';
import type { LabelledDigits } from '../labelled-digits.ts';
import { seedOf } from '../order/chance.ts';
import { writeSynthetic } from './write-synthetic.ts';

/**
 * Places on the shelf: with MNIST's 70,000 images (55 MB) it stays under the 60 MB that a run's data may
 * take.
 */
export const shelfSize = 6_000;
/** Places that are written together, by one generator. */
export const shelfBlock = 16;
/** Epochs after which a place is written anew: a quarter of the shelf in each. */
const lifetime = 4;
/** From one epoch to the next the shelf is walked from further on. */
const stride = 2_689;
/** Draws that are thrown away: the first ones of nearby seeds are alike. */
const warmUp = 8;
/** The run's seed also orders the images; these digits shall not depend on that. */
const salt = 0x2545f491;

/** A digit on the shelf: valid until the next one is asked for. */
interface ShelfDigit {
  /** 784 bytes. */
  readonly digit: Uint8Array;
  readonly label: number;
}

/** Where an epoch's synthetic image stands. @param number counts them, from 0 */
export function shelfPlace(epoch: number, number: number): number {
  return (number + stride * epoch) % shelfSize;
}

/**
 * The synthetic handwriting that a run mixes into its data. Writing a digit takes longer than training on
 * it, so those of an epoch stand on a shelf, a quarter of which is written anew in every epoch; digits are
 * written when they are first asked for. Which digit comes is a function of seed, styles, epoch and number
 * alone: a run that was left goes on with the very same ones.
 */
export class SyntheticShelf {
  /** Digits and labels by place, for those that have been asked for. */
  readonly images: LabelledDigits = {
    digits: new Uint8Array(shelfSize * digitSize),
    labels: new Uint8Array(shelfSize),
  };
  /** Where blocks were written, in order: each the place of its first image. */
  readonly written: number[] = [];
  /** Which edition of each block is here; -1 for none. */
  private readonly editions = new Int32Array(shelfSize / shelfBlock).fill(-1);

  constructor(
    private readonly seed: number,
    /** At least one. */
    private readonly among: readonly Style[],
  ) {}

  /** @param number counts an epoch's synthetic images, from 0 */
  digit(epoch: number, number: number): ShelfDigit {
    const place = shelfPlace(epoch, number);
    this.fill(epoch, place);
    return {
      digit: this.images.digits.subarray(place * digitSize, (place + 1) * digitSize),
      label: this.images.labels[place] as number,
    };
  }

  /** Writes the epoch's image at a place, with those beside it, unless it is here. */
  fill(epoch: number, place: number): void {
    const at = Math.floor(place / shelfBlock);
    const edition = Math.floor((epoch + (at % lifetime)) / lifetime);
    if (this.editions[at] === edition) return;
    const random = randomFromSeed(seedOf(this.seed ^ salt, edition + 1, at + 1));
    for (let draw = 0; draw < warmUp; draw++) random.uniform();
    const from = at * shelfBlock;
    for (let next = from; next < from + shelfBlock; next++) {
      writeSynthetic(random, this.images, next, this.among);
    }
    this.editions[at] = edition;
    this.written.push(from);
  }
}
