import type { LabelledDigits } from '../data/labelled-digits.ts';
import { type Answer, answerOf } from '../digits/answer-rules.ts';
import type { Drawing } from '../digits/drawing/drawing.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { noDigitKinds, synthesiseNoDigit } from '../digits/synthesis/no-digits.ts';
import { styles } from '../digits/synthesis/styles.ts';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import type { Engine } from '../engines/engine.ts';
import { randomFromSeed } from '../lib/random.ts';
import { calibrationOf } from '../measures/calibration.ts';
import { confusionOf } from '../measures/evaluation.ts';
import type { ModelCard, Tally } from '../measures/model-card.ts';
import type { KnowingNetwork } from '../network/energy.ts';
import { classCount } from '../network/labels.ts';
import { digitSize } from '../network/rasters.ts';
import { answersOf, familiarOf, probabilitiesOf } from './evaluation.ts';
import { collectionNames, collectionOf, drawingOf, isFragment, type StrokesDigit } from './strokes-file.ts';

/** The measurements of a model card, each through the page's own path. */

/** No digit of training has it. */
const seed = 0x7fff_ffd0;

/** How many drawings are written of each style and of each kind that is no digit. */
export interface CardSizes {
  readonly style: number;
  readonly kind: number;
}

/** The network that is measured, in the engine that holds it. */
interface Measured extends KnowingNetwork {
  readonly engine: Engine;
}

export async function measureTest(
  measured: Measured,
  { digits, labels }: LabelledDigits,
): Promise<ModelCard['test']> {
  const { engine } = measured;
  const probabilities = await probabilitiesOf(engine, digits);
  const familiar = await familiarOf(engine, measured, digits);
  const answers = answersOf(probabilities);
  const { total, right, counts } = confusionOf(labels, answers);
  const confidences = Float32Array.from(
    answers,
    (answer, image) => probabilities[image * classCount + answer] as number,
  );
  return {
    total,
    right,
    refused: familiar.filter((known) => !known).length,
    counts: counts.map((row) => [...row]),
    calibration: rounded(calibrationOf(confidences, (i) => answers[i] === labels[i])),
  };
}

export async function measureStrokes(
  measured: Measured,
  strokes: readonly StrokesDigit[],
): Promise<ModelCard['strokes']> {
  const answers = await answersTo(measured, strokes.map(drawingOf));
  const read = strokes.map((digit, i) => ({ ...digit, answer: answers[i] as Answer }));
  const answered = read.flatMap(({ label, answer }) =>
    answer.kind === 'digit' ? [{ ...answer, label }] : [],
  );
  const confusion = confusionOf(
    answered.map(({ label }) => label),
    answered.map(({ digit }) => digit),
  );
  const confidences = answered.map(({ confidence }) => confidence);
  const isRight = (i: number) => answered[i]?.digit === answered[i]?.label;
  const tallyWhere = (counts: (digit: StrokesDigit) => boolean) => tallyOf(read.filter(counts));
  return {
    ...tallyWhere(() => true),
    writers: writersOf(strokes),
    fragments: tallyWhere(isFragment),
    counts: confusion.counts.map((row) => [...row]),
    digits: Array.from({ length: classCount }, (_, digit) => ({
      digit,
      ...tallyWhere(({ label }) => label === digit),
    })),
    collections: collectionNames
      .map((name) => {
        const own = (digit: StrokesDigit) => collectionOf(digit) === name;
        return {
          name,
          writers: writersOf(strokes.filter(own)),
          ...tallyWhere((digit) => own(digit) && !isFragment(digit)),
        };
      })
      .filter(({ total }) => total > 0),
    calibration: rounded(calibrationOf(confidences, isRight)),
  };
}

function writersOf(strokes: readonly StrokesDigit[]): number {
  return new Set(strokes.map(({ writer }) => writer)).size;
}

export async function measureStyles(
  measured: Measured,
  { style: count }: CardSizes,
): Promise<ModelCard['styles']> {
  const tallies: ModelCard['styles'] = [];
  for (const style of styles) {
    const random = randomFromSeed(seed);
    const drawings = Array.from({ length: count }, () => synthesise(random, [style]).drawing);
    const answers = await answersTo(measured, drawings);
    const { name, digit } = style;
    tallies.push({ name, digit, ...tallyOf(answers.map((answer) => ({ label: digit, answer }))) });
  }
  return tallies;
}

export async function measureNoDigits(
  measured: Measured,
  { kind: count }: CardSizes,
): Promise<ModelCard['noDigits']> {
  const tallies: ModelCard['noDigits'] = [];
  for (const kind of noDigitKinds) {
    const random = randomFromSeed(seed);
    const drawings = Array.from({ length: count }, () => synthesiseNoDigit(random, kind).drawing);
    const refused = (await answersTo(measured, drawings)).filter((answer) => answer.kind === 'none').length;
    tallies.push({ kind, total: count, refused });
  }
  return tallies;
}

function tallyOf(read: readonly { readonly label: number; readonly answer: Answer }[]): Tally {
  const right = read.filter(({ label, answer }) => answer.kind === 'digit' && answer.digit === label).length;
  const refused = read.filter(({ answer }) => answer.kind === 'none').length;
  return { total: read.length, right, refused };
}

/** What the page would say to each drawing. */
export async function answersTo(measured: Measured, drawings: readonly Drawing[]): Promise<Answer[]> {
  const normalisations = drawings.map((drawing) => normalise(drawing));
  const digits = new Uint8Array(drawings.length * digitSize);
  normalisations.forEach((normalisation, i) => {
    if (normalisation) digits.set(normalisation.digit, i * digitSize);
  });
  const { engine } = measured;
  const probabilities = await probabilitiesOf(engine, digits);
  const familiar = await familiarOf(engine, measured, digits);
  return normalisations.map((normalisation, i) =>
    answerOf(probabilities.subarray(i * classCount, (i + 1) * classCount), normalisation, familiar[i]),
  );
}

/** Digits that are noise would change the file from one processor to the next. */
function rounded({ error, bins }: ReturnType<typeof calibrationOf>): ModelCard['test']['calibration'] {
  const short = (value: number | null) => (value === null ? null : Math.round(1e5 * value) / 1e5);
  return {
    error: Math.round(1e5 * error) / 1e5,
    bins: bins.map((bin) => ({ ...bin, confidence: short(bin.confidence), accuracy: short(bin.accuracy) })),
  };
}
