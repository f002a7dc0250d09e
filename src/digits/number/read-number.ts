import { classCount } from '../../network/labels.ts';
import { digitSize } from '../../network/rasters.ts';
import { type Answer, answerOf } from '../answer-rules.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { isEmpty } from '../drawing/drawing.ts';
import type { Normalisation } from '../raster/normalisation.ts';
import { normalise } from '../raster/normalise.ts';
import { choicesOf } from './costs.ts';
import { cutGraph, type Hypothesis } from './graph.ts';
import { type Choice, costOfAll, twoBestTexts } from './paths.ts';
import { type Bounds, type Piece, united } from './pieces.ts';
import type { DigitScores } from './scores.ts';

/** @param digits n * 784 bytes, n >= 1 */
export type ScoreDigits = (digits: Uint8Array) => Promise<DigitScores>;

/** A text of digits and how sure it is. */
interface NumberText {
  readonly text: string;
  /** Probability among all paths through the graph, 0..1. */
  readonly confidence: number;
}

/** A hypothesis with what the network made of it. */
interface ReadHypothesis {
  /** Its cuts: see {@link Hypothesis}. */
  readonly from: number;
  readonly to: number;
  /** What the page would answer to its ink alone; null where the ink is passed over. */
  readonly answer: Answer | null;
  /** Its likeliest digit; null where the ink is passed over. */
  readonly digit: number | null;
  /** With that digit, in nats. */
  readonly cost: number;
}

/** A digit of the best reading. */
export interface ReadDigit {
  readonly digit: number;
  /** What the page would answer to its ink alone. */
  readonly answer: Answer;
  readonly ink: Drawing;
  /** Of its ink's points, in paper units. */
  readonly bounds: Bounds;
}

export interface NumberReading {
  /** Null for a paper without ink that could be a number. */
  readonly best: NumberText | null;
  /** The best reading of another text; null where there is none. */
  readonly runnerUp: NumberText | null;
  /** Those of the best reading, from left to right. */
  readonly digits: readonly ReadDigit[];
  /** Whether each digit of the best reading is one to the network: a number is answered only then. */
  readonly familiar: boolean;
  /** Ink between candidate cuts: piece i lies between the cuts i and i + 1. */
  readonly pieces: readonly Piece[];
  readonly hypotheses: readonly ReadHypothesis[];
  /** Places of the best path's hypotheses in that list, from left to right. */
  readonly path: readonly number[];
}

/**
 * Reads a line of digits: a graph of candidate cuts between and within strokes, each piece of ink read by the
 * network, and the cheapest path through it (heuristic over-segmentation: LeCun et al. 1998, sections V and VI).
 * A single digit's answer is the one that the whole drawing has.
 * @param score called once, with the hypotheses of the whole graph; not at all where there is none
 * @throws what `score` throws
 */
export async function readNumber(drawing: Drawing, score: ScoreDigits): Promise<NumberReading> {
  const { pieces, hypotheses } = isEmpty(drawing) ? { pieces: [], hypotheses: [] } : cutGraph(drawing);
  const read = await readAll(hypotheses, score);
  const edges = read.map(({ from, to, choices }) => ({ from, to, choices }));
  const [first, second] = twoBestTexts(edges, pieces.length);
  const all = costOfAll(edges, pieces.length);
  const withConfidence = (text: string): NumberText => ({
    text,
    confidence: Math.exp(all - costOfAll(edges, pieces.length, text)),
  });
  const path = first?.edges ?? [];
  const digits = path.flatMap((at): ReadDigit[] => {
    const [hypothesis, { answer, digit }] = [hypotheses[at], read[at]] as [Hypothesis, ReadHypothesis];
    const { from, to, ink } = hypothesis;
    if (!ink || !answer || digit === null) return [];
    return [{ digit, answer, ink, bounds: united(pieces.slice(from, to).map(({ bounds }) => bounds)) }];
  });
  return {
    best: first?.text ? withConfidence(first.text) : null,
    runnerUp: first?.text && second?.text ? withConfidence(second.text) : null,
    digits,
    familiar: digits.every(({ answer }) => answer.kind === 'digit'),
    pieces,
    hypotheses: read.map(({ choices: _, ...hypothesis }) => hypothesis),
    path,
  };
}

type ScoredHypothesis = ReadHypothesis & { readonly choices: readonly Choice[] };

async function readAll(
  hypotheses: readonly Hypothesis[],
  score: ScoreDigits,
): Promise<readonly ScoredHypothesis[]> {
  const normalisations = hypotheses.map(({ ink }) => ink && normalise(ink));
  const inked = normalisations.filter((normalisation) => normalisation !== null);
  if (inked.length === 0) return [];
  const { probabilities, energies, leastEnergy } = await score(batchOf(inked));
  let place = 0;
  return hypotheses.map((hypothesis, at): ScoredHypothesis => {
    const { from, to } = hypothesis;
    const normalisation = normalisations[at] ?? null;
    if (!normalisation) {
      const choices = choicesOf(hypothesis, null);
      return { from, to, answer: null, digit: null, cost: cheapest(choices).cost, choices };
    }
    const own = probabilities.subarray(place * classCount, (place + 1) * classCount);
    const energyMargin = leastEnergy === null ? null : (energies[place] as number) - leastEnergy;
    place++;
    const choices = choicesOf(hypothesis, { probabilities: own, energyMargin });
    const { label, cost } = cheapest(choices);
    const answer = answerOf(own, normalisation, energyMargin === null ? null : energyMargin >= 0);
    return { from, to, answer, digit: Number(label), cost, choices };
  });
}

function batchOf(normalisations: readonly Normalisation[]): Uint8Array {
  const digits = new Uint8Array(normalisations.length * digitSize);
  normalisations.forEach(({ digit }, at) => {
    digits.set(digit, at * digitSize);
  });
  return digits;
}

function cheapest(choices: readonly Choice[]): Choice {
  return choices.reduce((best, choice) => (choice.cost < best.cost ? choice : best));
}
