import { t } from '../../../language/language.ts';
import type { Pair } from '../../../run/contract.ts';
import { optimiserChange, type RunSettings } from '../../../run/settings/run-settings.ts';
import { usualRates } from '../../../run/settings/settings-table.ts';

interface Lesson {
  readonly name: string;
  /** What to look at. */
  readonly asks: string;
  readonly pair: (base: RunSettings) => Pair<RunSettings>;
}

/** Through this, SGD no longer learns with its usual rate. */
const tooHigh = 10;

/** Pairs that show something: each changes what it is about, and leaves the rest as it is. */
export const lessons: readonly Lesson[] = [
  {
    name: t`Two seeds`,
    asks: t`How much of the result is chance?`,
    pair: (base) => ({ a: base, b: { ...base, seed: (base.seed + 1) % 2 ** 31 } }),
  },
  {
    name: t`Learning rate too high`,
    asks: t`What happens when the steps are too long?`,
    pair: (base) => {
      const { learningRate } = usualRates[base.optimiser];
      return { a: { ...base, learningRate }, b: { ...base, learningRate: tooHigh * learningRate } };
    },
  },
  {
    name: t`With and without distortions`,
    asks: t`Which run has the lower loss on images that it has not seen?`,
    pair: (base) => ({ a: { ...base, distort: true }, b: { ...base, distort: false } }),
  },
  {
    name: t`SGD and Adam`,
    asks: t`Which one learns faster at first, and which ends better?`,
    pair: (base) => {
      const a = { ...base, ...optimiserChange(base, 'sgd') };
      return { a, b: { ...a, ...optimiserChange(a, 'adam') } };
    },
  },
];
