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
const block = 16;
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

/**
 * The synthetic handwriting that a run mixes into its data. Writing a digit takes longer than training on
 * it, so those of an epoch stand on a shelf, a quarter of which is written anew in every epoch; digits are
 * written when they are first asked for. Which digit comes is a function of seed, styles, epoch and number
 * alone: a run that was left goes on with the very same ones.
 */
export class SyntheticShelf {
  private readonly room: LabelledDigits = {
    digits: new Uint8Array(shelfSize * digitSize),
    labels: new Uint8Array(shelfSize),
  };
  /** Which edition of each block is here; -1 for none. */
  private readonly editions = new Int32Array(shelfSize / block).fill(-1);

  constructor(
    private readonly seed: number,
    /** At least one. */
    private readonly among: readonly Style[],
  ) {}

  /** @param number counts an epoch's synthetic images, from 0 */
  digit(epoch: number, number: number): ShelfDigit {
    const place = (number + stride * epoch) % shelfSize;
    this.write(Math.floor(place / block), epoch);
    return {
      digit: this.room.digits.subarray(place * digitSize, (place + 1) * digitSize),
      label: this.room.labels[place] as number,
    };
  }

  private write(at: number, epoch: number): void {
    const edition = Math.floor((epoch + (at % lifetime)) / lifetime);
    if (this.editions[at] === edition) return;
    const random = randomFromSeed(seedOf(this.seed ^ salt, edition + 1, at + 1));
    for (let draw = 0; draw < warmUp; draw++) random.uniform();
    for (let place = at * block; place < (at + 1) * block; place++) {
      writeSynthetic(random, this.room, place, this.among);
    }
    this.editions[at] = edition;
  }
}
