import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * A seeded random generator that is passed in wherever chance is needed, so that a run is its seed.
 */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [from, to], both included. */
  integer(from: number, to: number): number;
  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
  normal(): number;
}

/** @param seed any 32-bit integer */
export function randomFromSeed(seed: number): Random {
  return wrap(xoroshiro128plus(seed));
}

function wrap(generator: ReturnType<typeof xoroshiro128plus>): Random {
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    integer: (from, to) => uniformInt(generator, from, to),
    normal: () => normalOf(uniform),
  };
}

/**
 * Random numbers by place instead of in a row: those of an image in an epoch are a function of (seed, epoch, image),
 * so that a shader can make the numbers of any image without those of the images before it. Threefry-2x32-20
 * (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011), with 32-bit sums, rotations
 * and XOR alone. A uniform number has 24 bits, which a 32-bit float holds as they are.
 */
export class CounterRandom implements Random {
  private epoch = 0;
  private image = 0;
  private drawn = 0;
  private readonly words = new Uint32Array(2);

  /** @param seed any 32-bit integer */
  constructor(private readonly seed: number) {}

  /** The same generator at the first number of an image of an epoch. */
  at(epoch: number, image: number): this {
    this.epoch = epoch;
    this.image = image;
    this.drawn = 0;
    return this;
  }

  uniform(): number {
    return (this.word() >>> 8) / 2 ** 24;
  }

  integer(from: number, to: number): number {
    return from + Math.floor((this.word() * (to - from + 1)) / 2 ** 32);
  }

  normal(): number {
    return normalOf(() => this.uniform());
  }

  private word(): number {
    const place = this.drawn & 1;
    if (place === 0) threefry(this.seed, this.epoch, this.image, this.drawn >>> 1, this.words);
    this.drawn += 1;
    return this.words[place] as number;
  }
}

/** Rotations of the rounds, in turn. */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
/** Skein's constant: no key gives the identity. */
const parity = 0x1bd11bda;

/** Two words for a key of two and a counter of two, 20 rounds. */
export function threefry(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  words: Uint32Array,
): void {
  const keys = [key0 | 0, key1 | 0, key0 ^ key1 ^ parity];
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  for (let round = 0; round < 20; round++) {
    const by = rotations[round & 7] as number;
    x = (x + y) | 0;
    y = ((y << by) | (y >>> (32 - by))) ^ x;
    if ((round & 3) !== 3) continue;
    const group = (round >> 2) + 1;
    x = (x + (keys[group % 3] as number)) | 0;
    y = (y + (keys[(group + 1) % 3] as number) + group) | 0;
  }
  words[0] = x;
  words[1] = y;
}

/** Box and Muller. */
function normalOf(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Fisher and Yates' shuffle, in place. */
export function shuffle<T extends { length: number; [index: number]: number }>(items: T, random: Random): T {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    const held = items[last] as number;
    items[last] = items[other] as number;
    items[other] = held;
  }
  return items;
}
