/** What turns a unit's sum into its value. */
export type Activation = 'none' | 'tanh' | 'scaled-tanh' | 'softmax';

/**
 * The squashing function of LeCun et al. 1998 (section II.B, appendix A), f(a) = 1.7159 tanh(2a/3): f(1) = 1 and
 * f(-1) = -1, so that targets of +1 and -1 lie where it is steep and not on its asymptotes.
 */
export const scaledTanh = { amplitude: 1.7159, steepness: 2 / 3 } as const;
const { amplitude, steepness } = scaledTanh;

/** A softmax needs the sums of all units of its layer. */
type UnitActivation = Exclude<Activation, 'softmax'>;

/** The value of a unit whose sum is `a`. */
export function activated(activation: UnitActivation, a: number): number {
  switch (activation) {
    case 'none':
      return a;
    case 'tanh':
      return Math.tanh(a);
    case 'scaled-tanh':
      return amplitude * Math.tanh(steepness * a);
  }
}

/** The derivative of {@link activated} where it has this value: tanh' = 1 - tanh^2. */
export function slopeAt(activation: UnitActivation, value: number): number {
  switch (activation) {
    case 'none':
      return 1;
    case 'tanh':
      return 1 - value ** 2;
    case 'scaled-tanh':
      return steepness * (amplitude - value ** 2 / amplitude);
  }
}

/** The largest magnitude that a unit's value can have; infinite where its sum is its value. */
export function largestValue(activation: Activation): number {
  switch (activation) {
    case 'none':
      return Number.POSITIVE_INFINITY;
    case 'tanh':
    case 'softmax':
      return 1;
    case 'scaled-tanh':
      return amplitude;
  }
}
