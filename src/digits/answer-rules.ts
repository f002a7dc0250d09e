import { digitClasses } from '../network/labels.ts';
import { paperSize } from './drawing/drawing.ts';
import type { Normalisation } from './raster/normalisation.ts';

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
      /** `empty`: no ink. `dot`: too little ink to be a digit. */
      readonly reason: 'empty' | 'dot';
      /** Ten zeros. */
      readonly probabilities: readonly number[];
    }
  | {
      readonly kind: 'none';
      /** Like none of the ten, or not enough like any one of them. */
      readonly reason: 'unsure';
      /** Ten probabilities. */
      readonly probabilities: readonly number[];
      /** The two likeliest digits, best first; null where offering them would be a guess. */
      readonly candidates: Candidates | null;
    };

export type Candidates = readonly [Candidate, Candidate];

interface Candidate {
  readonly digit: number;
  /** 0..1 */
  readonly probability: number;
}

/**
 * Ink whose longer side is under this share of the paper's is a stray dot: two fifths of the smallest
 * digit that must be read (0.1 of the paper), and more than a finger's tap moves.
 */
const dotExtent = 0.04;

/**
 * Below this probability a network that says nothing else does not know: no digit is likelier than all
 * others together. The shipped one tells by its energy: see `network/energy.ts`.
 */
export const leastConfidence = 0.5;

/**
 * Ink area in pixels of 28 x 28. MNIST's 60,000 training images, brought to our line width, have 37 to
 * 187, and a slashed zero as broad as high has 190: more is a page filled by scribble, less is specks.
 */
const mostInk = 210;
const leastInk = 35;

/** The second digit is close when its probability is at least this share of the first's. */
const closeShare = 0.2;

/**
 * Two candidates are offered where they hold at least this share of the probability together. Of people's
 * refused digits most reach it, and few scribbles, letters and rows of digits do: a network that has learnt
 * to find all ten equally likely there spreads it out.
 */
export const leastCandidatesShare = 0.6;

const noProbabilities: readonly number[] = new Array<number>(10).fill(0);

/**
 * @param probabilities ten, as the network's Output layer gives them for `normalisation.digit`; not
 * looked at where there is no ink or only a dot
 * @param normalisation null for a paper without ink
 * @param familiar whether the network knows it as a digit; null where that is told by its confidence
 */
export function answerOf(
  probabilities: ArrayLike<number>,
  normalisation: Normalisation | null,
  familiar: boolean | null = null,
): Answer {
  if (!normalisation) return { kind: 'none', reason: 'empty', probabilities: noProbabilities };
  const { crop, inkArea } = normalisation;
  if (Math.max(crop.width, crop.height) < dotExtent * paperSize)
    return { kind: 'none', reason: 'dot', probabilities: noProbabilities };

  const all = digitClasses.map((digit) => probabilities[digit] ?? 0);
  const [digit, second] = all.map((_, at) => at).sort((a, b) => at(all, b) - at(all, a)) as [number, number];
  const confidence = at(all, digit);
  // Written so that NaN, should a device give it, is no digit either.
  const unlike = inkArea > mostInk || inkArea < leastInk;
  if (unlike || !(familiar ?? confidence >= leastConfidence)) {
    const offered = !unlike && confidence + at(all, second) >= leastCandidatesShare;
    const candidates = offered ? ([candidateOf(all, digit), candidateOf(all, second)] as const) : null;
    return { kind: 'none', reason: 'unsure', probabilities: all, candidates };
  }
  const runnerUp = at(all, second) >= closeShare * confidence ? second : null;
  return { kind: 'digit', digit, confidence, runnerUp, probabilities: all };
}

function candidateOf(probabilities: readonly number[], digit: number): Candidate {
  return { digit, probability: at(probabilities, digit) };
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}
