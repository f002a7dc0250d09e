import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * A seeded random generator that is passed in wherever chance is needed, so that a run is its seed.
 * Its state can be saved and restored: what was drawn before and after a reload is one sequence.
 */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [from, to], both included. */
  integer(from: number, to: number): number;
  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
  normal(): number;
  /** The state to hand to {@link randomFromState}. */
  state(): readonly number[];
}

/** @param seed any 32-bit integer */
export function randomFromSeed(seed: number): Random {
  return wrap(xoroshiro128plus(seed));
}

/** Goes on exactly where the generator that gave `state` stood. */
export function randomFromState(state: readonly number[]): Random {
  return wrap(xoroshiro128plusFromState(state));
}

function wrap(generator: ReturnType<typeof xoroshiro128plus>): Random {
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    integer: (from, to) => uniformInt(generator, from, to),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    state: () => generator.getState(),
  };
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
