import type { LabelledDigits } from '../../data/labelled-digits.ts';
import type { Engine } from '../../engines/engine.ts';
import { t } from '../../language/language.ts';
import { append } from '../../lib/lists.ts';
import { type Random, randomFromSeed, shuffle } from '../../lib/random.ts';
import { digitClasses } from '../../network/labels.ts';
import { selectDigits } from '../../run/run-data.ts';
import { asDrawn, countRight, type Right } from './classifying.ts';
import type { LearnProgress, Learnt } from './contract.ts';
import { type FineTuneRecipe, fineTune, fineTuneRecipe } from './fine-tune.ts';
import type { KnownHandwriting } from './known-handwriting.ts';

/** Everything that learning works with, so that tests can put something else in its place. */
interface LearnParts {
  /** At least one, with ink. */
  readonly own: LabelledDigits;
  readonly parameters: Float32Array;
  readonly seed: number;
  readonly recipe?: FineTuneRecipe;
  openEngine(): Promise<Engine>;
  /** @param told what share of it is there */
  known(signal: AbortSignal, told: (share: number) => void): Promise<KnownHandwriting>;
  readonly signal: AbortSignal;
  report(progress: LearnProgress): void;
  breathe(): Promise<void>;
  /** Milliseconds of a clock that only runs forward. */
  now(): number;
}

/** From so many digits of a label on, one in four of them is held out. */
const enoughToHoldOut = 3;
const heldOutOf = 4;

/**
 * Learns own digits in two passes: the first leaves some of them out, to measure how the next ones will
 * be read; the second, which is kept, learns from all. Where there are too few there is no first pass.
 * @throws the signal's reason; Error saying what went wrong
 */
export async function learnOwn(parts: LearnParts): Promise<Learnt> {
  const { own, parameters, seed, recipe = fineTuneRecipe, signal, breathe } = parts;
  const report = progressOf(parts);
  report(t`Getting ready`, 0);
  const known = await parts.known(signal, (share) => report(t`Writing digits to mix in`, prepared * share));
  signal.throwIfAborted();
  const engine = await parts.openEngine();
  try {
    const { learnt, heldOut } = splitOwn(own, randomFromSeed(seed));
    const passes = heldOut ? 2 : 1;
    const pass = async (from: LabelledDigits, number: number) => {
      const tuned = await fineTune({
        engine,
        parameters,
        own: from,
        known: known.train,
        // The same for both passes: what differs are the digits.
        random: randomFromSeed(~seed),
        signal,
        recipe,
        report: (step) => {
          const doing =
            number < passes ? t`Testing on digits that it does not learn from` : t`Learning all of them`;
          const learned = (number - 1 + step / recipe.steps) / passes;
          report(doing, prepared + measured + (1 - prepared - 2 * measured) * learned);
        },
        breathe,
      });
      return tuned.parameters;
    };
    const rightOf = async (network: Float32Array, digits: LabelledDigits, least = 0): Promise<Right> => {
      await engine.loadParameters(network);
      return countRight(engine, digits, least, async () => {
        await breathe();
        signal.throwIfAborted();
      });
    };

    report(t`Measuring the network as it is`, prepared);
    const before = {
      test: await rightOf(parameters, known.test),
      learnt: await rightOf(parameters, own, asDrawn),
    };
    const tried = heldOut && {
      before: await rightOf(parameters, heldOut, asDrawn),
      after: await rightOf(await pass(learnt, 1), heldOut, asDrawn),
    };
    const network = await pass(own, passes);
    report(t`Measuring what it has learned`, 1 - measured);
    return {
      parameters: network,
      mixedWith: known.name,
      steps: recipe.steps,
      learnt: { before: before.learnt, after: await rightOf(network, own, asDrawn) },
      heldOut: tried,
      test: { before: before.test, after: await rightOf(network, known.test) },
    };
  } finally {
    await engine.dispose();
  }
}

/** Shares of the whole that getting ready and each of the two measurements take. */
const prepared = 0.08;
const measured = 0.04;

/** Of each label with enough digits, one in four is held out. */
export function splitOwn(
  own: LabelledDigits,
  random: Random,
): { readonly learnt: LabelledDigits; readonly heldOut: LabelledDigits | null } {
  const learnt: number[] = [];
  const heldOut: number[] = [];
  for (const label of digitClasses) {
    const places = shuffle(
      [...own.labels.keys()].filter((at) => own.labels[at] === label),
      random,
    );
    const out = places.length >= enoughToHoldOut ? Math.max(1, Math.floor(places.length / heldOutOf)) : 0;
    append(heldOut, places.slice(0, out));
    append(learnt, places.slice(out));
  }
  return {
    learnt: selectDigits(own, learnt),
    heldOut: heldOut.length > 0 ? selectDigits(own, heldOut) : null,
  };
}

function progressOf({ report, now }: Pick<LearnParts, 'report' | 'now'>) {
  const started = now();
  return (doing: string, done: number) => {
    const elapsed = (now() - started) / 1000;
    report({
      doing,
      done: Math.min(done, 1 - measured),
      secondsLeft: done > 2 * measured ? (elapsed / done) * (1 - done) : null,
    });
  };
}
