import * as v from 'valibot';
import { issueError } from '../lib/issue.ts';

/**
 * What is known of the shipped model: the one source of the page and of docs/model-card.md. Written by
 * `npm run model:card`, which measures all of it.
 */

export const cardFileName = 'card.json';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const digit = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9));

const calibrationForm = v.object({
  /**
   * Expected calibration error (Naeini, Cooper, Hauskrecht: AAAI 2015): how far share right and mean
   * confidence of a bin are apart, on average over the answers. 0 for none.
   */
  error: share,
  /**
   * Answers whose confidence lies in [from, to), the last one with its end; their mean confidence and share
   * right, null where there are none.
   */
  bins: v.array(
    v.object({
      from: share,
      to: share,
      count,
      confidence: v.nullable(v.number()),
      accuracy: v.nullable(share),
    }),
  ),
});

/** Digits of one kind: how many, how many were read right, how many were taken for no digit. */
const tally = { total: count, right: count, refused: count };

const cardForm = v.object({
  version: v.literal(1),
  /** SHA-256 of weights.bin: the network that all of this is about. */
  weightsSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** `userDefinedMetadata` of model.json. */
  training: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  /** MNIST's 10,000 test images; right by the likeliest class, whether it is refused or not. */
  test: v.object({ ...tally, counts: v.array(v.array(count)), calibration: calibrationForm }),
  /** Pen strokes of people, through the page's own path; a refused one is not right. */
  strokes: v.object({
    ...tally,
    writers: count,
    /** Those that are a dot or one straight line and no 1: parts of digits, which nobody can read. */
    fragments: v.object(tally),
    counts: v.array(v.array(count)),
    digits: v.array(v.object({ digit, ...tally })),
    /** The same without parts of digits, by who collected them: each has its own pens and its own people. */
    collections: v.array(v.object({ name: v.string(), writers: count, ...tally })),
    calibration: calibrationForm,
  }),
  /** Synthetic handwriting, style by style. */
  styles: v.array(v.object({ name: v.string(), digit, ...tally })),
  /** What is no digit, kind by kind: the more are refused the better. */
  noDigits: v.array(v.object({ kind: v.string(), total: count, refused: count })),
});

export type ModelCard = Readonly<v.InferOutput<typeof cardForm>>;
export type Tally = Pick<ModelCard['strokes'], 'total' | 'right' | 'refused'>;

/** @throws ExpectationError saying what was expected and what came */
export function parseCard(json: unknown): ModelCard {
  const parsed = v.safeParse(cardForm, json);
  if (!parsed.success) throw issueError(cardFileName, parsed.issues[0]);
  return parsed.output;
}
