/** What the network's output means to a person: a digit, or no digit and why. */
export type Answer =
  | {
      readonly kind: 'digit';
      readonly digit: number;
      /** Probability of `digit`, 0..1. */
      readonly confidence: number;
      /** The second digit when it is close. */
      readonly runnerUp: number | null;
      /** Ten probabilities. */
      readonly probabilities: readonly number[];
    }
  | {
      readonly kind: 'none';
      /** `empty`: no ink. `dot`: too little ink to be a digit. `unsure`: no class stands out. */
      readonly reason: 'empty' | 'dot' | 'unsure';
      /** Ten probabilities; all zero for `empty` and `dot`. */
      readonly probabilities: readonly number[];
    };
