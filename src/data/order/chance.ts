import { CounterRandom, type Random, randomFromSeed } from '../../lib/random.ts';

/**
 * Where a run has its random numbers from: in a row for each batch, as runs of old that name nothing, or by place,
 * so that every image has numbers of its own, which a GPU can make by itself. A run ends with what it began with.
 */
export type ChanceKind = 'sequential' | 'counter';

/** The random numbers of a run: functions of its seed and the place. */
export interface Chance {
  readonly kind: ChanceKind;
  /** For the order of an epoch, from 1. */
  order(epoch: number): Random;
  /**
   * For the images of the batch that starts at `offset` of an epoch: a function that gives those of one image by
   * its place in the batch, which has to be asked for each of them in turn.
   */
  batch(epoch: number, offset: number): (image: number) => Random;
}

/** Beyond the images of any epoch. */
const orderPlace = 0xffff_ffff;

export function chanceOf(kind: ChanceKind, seed: number): Chance {
  if (kind === 'sequential') {
    return {
      kind,
      order: (epoch) => randomFromSeed(seedOf(seed, epoch)),
      batch: (epoch, offset) => {
        const random = randomFromSeed(seedOf(seed, epoch, offset + 1));
        return () => random;
      },
    };
  }
  const random = new CounterRandom(seed);
  return {
    kind,
    order: (epoch) => new CounterRandom(seed).at(epoch, orderPlace),
    batch: (epoch, offset) => (image) => random.at(epoch, offset + image),
  };
}

/** Far apart in the generator's sequence for any two small seeds, epochs and offsets. */
export function seedOf(seed: number, epoch: number, offset = 0): number {
  return Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch, 0x85ebca6b) ^ Math.imul(offset, 0xc2b2ae35);
}
