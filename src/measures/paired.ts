/** Two networks on the same images: which errors only one of them makes, and whether that may be chance. */

interface Answered {
  /** n classes in the order of the images. */
  readonly labels: ArrayLike<number>;
  /** n answers. */
  readonly answers: ArrayLike<number>;
}

/** Places of images, ascending. */
export interface PairedErrors {
  readonly onlyA: readonly number[];
  readonly onlyB: readonly number[];
  readonly both: readonly number[];
}

/** Null where the two were not asked about the same images. */
export function pairedErrors(a: Answered, b: Answered): PairedErrors | null {
  const { labels } = a;
  const isSame = labels.length === b.labels.length && Array.from(labels).every((l, at) => l === b.labels[at]);
  if (!isSame) return null;
  const wrong = ({ answers }: Answered, at: number) => answers[at] !== labels[at];
  const places = Array.from(labels, (_, at) => at);
  return {
    onlyA: places.filter((at) => wrong(a, at) && !wrong(b, at)),
    onlyB: places.filter((at) => wrong(b, at) && !wrong(a, at)),
    both: places.filter((at) => wrong(a, at) && wrong(b, at)),
  };
}

/**
 * McNemar's exact test (McNemar 1947, with the binomial distribution): how probable it is that errors which only one
 * of two equally good networks makes fall at least as unevenly as here. Two-sided, 0..1; 1 where there are none.
 */
export function mcNemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  // Of the binomial distribution with p = 1/2, in logarithms: 2 to the power of n would overflow.
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
