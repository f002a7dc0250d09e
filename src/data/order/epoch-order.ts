import { type Random, shuffle } from '../../lib/random.ts';

/**
 * In which order an epoch shows its images. A function of the random numbers alone: what has arrived by
 * then changes when a step can be made, never which images it has.
 */
export interface EpochOrder {
  /** n places in the training images, each once. */
  readonly places: Uint32Array;
  /** How many of the first training images may have been drawn once `drawn` have. */
  needed(drawn: number): number;
}

/** Images that have to be here before the first is drawn: under 5 % of MNIST's, with the first batch. */
const firstWindow = 2048;
/** Images that join the window with each one drawn; more than one, so that it grows. */
const admitted = 2;

/** A full permutation. */
export function permutedEpoch(random: Random, count: number): EpochOrder {
  const places = shuffle(
    Uint32Array.from({ length: count }, (_, i) => i),
    random,
  );
  return { places, needed: () => count };
}

/**
 * The first epoch of images that are still arriving: each is drawn from a window over the beginning of
 * the file, which starts small and grows twice as fast as it is drawn from, so that the end of the file
 * is in it when half of the epoch is done.
 */
export function arrivingEpoch(random: Random, count: number): EpochOrder {
  const needed = (drawn: number) => Math.min(count, firstWindow + admitted * Math.max(0, drawn - 1));
  const places = new Uint32Array(count);
  const window = new Uint32Array(count);
  let [arrived, waiting] = [0, 0];
  for (let drawn = 0; drawn < count; drawn++) {
    for (const enough = needed(drawn + 1); arrived < enough; arrived++) window[waiting++] = arrived;
    const at = random.integer(0, waiting - 1);
    places[drawn] = window[at] as number;
    waiting -= 1;
    window[at] = window[waiting] as number;
  }
  return { places, needed };
}
