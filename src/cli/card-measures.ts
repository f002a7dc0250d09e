import type { LabelledDigits } from '../datasets/labelled-digits.ts';
import { type Answer, answerOf } from '../digits/answer.ts';
import type { Drawing } from '../digits/drawing.ts';
import type { Normalisation } from '../digits/normalisation.ts';
import { normalise } from '../digits/normalise.ts';
import { noDigitKinds, synthesiseNoDigit } from '../digits/synthesis/no-digits.ts';
import { styles } from '../digits/synthesis/styles.ts';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import type { Engine } from '../engines/engine.ts';
import { digitSize } from '../lenet/rasters.ts';
import { randomFromSeed } from '../lib/random.ts';
import { calibrationOf } from '../training/calibration.ts';
import { confusionOf } from '../training/evaluation.ts';
import type { ModelCard, Tally } from '../training/model-card.ts';
import { answersOf, probabilitiesOf, refusedCount } from './evaluation.ts';
import { drawingOf, isFragment, type StrokesDigit } from './strokes-file.ts';

/** The measurements of a model card, each through the page's own path. */

const classes = 10;
/** No digit of training has it. */
const seed = 0x7fff_ffd0;

/** How many drawings are written of each style and of each kind that is no digit. */
export interface CardSizes {
  readonly style: number;
  readonly kind: number;
}

export async function measureTest(
  engine: Engine,
  { digits, labels }: LabelledDigits,
): Promise<ModelCard['test']> {
  const probabilities = await probabilitiesOf(engine, digits);
  const answers = answersOf(probabilities);
  const { total, right, counts } = confusionOf(labels, answers);
  const confidences = Float32Array.from(
    answers,
    (answer, image) => probabilities[image * classes + answer] as number,
  );
  return {
    total,
    right,
    refused: refusedCount(probabilities),
    counts: counts.map((row) => [...row]),
    calibration: rounded(calibrationOf(confidences, (i) => answers[i] === labels[i])),
  };
}

export async function measureStrokes(
  engine: Engine,
  strokes: readonly StrokesDigit[],
): Promise<ModelCard['strokes']> {
  const answers = await answersTo(engine, strokes.map(drawingOf));
  const labels = strokes.map(({ label }) => label);
  const answered = answers.flatMap((answer, i) =>
    answer.kind === 'digit' ? [{ ...answer, label: labels[i] as number }] : [],
  );
  const confusion = confusionOf(
    answered.map(({ label }) => label),
    answered.map(({ digit }) => digit),
  );
  const confidences = answered.map(({ confidence }) => confidence);
  const isRight = (i: number) => answered[i]?.digit === answered[i]?.label;
  const tallyWhere = (counts: (digit: StrokesDigit) => boolean) => {
    const own = strokes.flatMap((digit, i) => (counts(digit) ? [i] : []));
    return tallyOf(
      own.map((i) => labels[i] as number),
      own.map((i) => answers[i] as Answer),
    );
  };
  return {
    ...tallyWhere(() => true),
    writers: new Set(strokes.map(({ writer }) => writer)).size,
    fragments: tallyWhere(isFragment),
    counts: confusion.counts.map((row) => [...row]),
    digits: Array.from({ length: classes }, (_, digit) => ({
      digit,
      ...tallyWhere(({ label }) => label === digit),
    })),
    calibration: rounded(calibrationOf(confidences, isRight)),
  };
}

export async function measureStyles(
  engine: Engine,
  { style: count }: CardSizes,
): Promise<ModelCard['styles']> {
  const measured: ModelCard['styles'] = [];
  for (const style of styles) {
    const random = randomFromSeed(seed);
    const drawings = Array.from({ length: count }, () => synthesise(random, [style]).drawing);
    const answers = await answersTo(engine, drawings);
    measured.push({
      name: style.name,
      digit: style.digit,
      ...tallyOf(
        answers.map(() => style.digit),
        answers,
      ),
    });
  }
  return measured;
}

export async function measureNoDigits(
  engine: Engine,
  { kind: count }: CardSizes,
): Promise<ModelCard['noDigits']> {
  const measured: ModelCard['noDigits'] = [];
  for (const kind of noDigitKinds) {
    const random = randomFromSeed(seed);
    const drawings = Array.from({ length: count }, () => synthesiseNoDigit(random, kind).drawing);
    const refused = (await answersTo(engine, drawings)).filter((answer) => answer.kind === 'none').length;
    measured.push({ kind, total: count, refused });
  }
  return measured;
}

function tallyOf(labels: readonly number[], answers: readonly Answer[]): Tally {
  const right = answers.filter((answer, i) => answer.kind === 'digit' && answer.digit === labels[i]).length;
  const refused = answers.filter((answer) => answer.kind === 'none').length;
  return { total: labels.length, right, refused };
}

/** What the page would say to each drawing. */
async function answersTo(engine: Engine, drawings: readonly Drawing[]): Promise<Answer[]> {
  const normalisations = drawings.map((drawing) => normalise(drawing));
  const digits = new Uint8Array(drawings.length * digitSize);
  normalisations.forEach((normalisation, i) => {
    if (normalisation) digits.set(normalisation.digit, i * digitSize);
  });
  const probabilities = await probabilitiesOf(engine, digits);
  return normalisations.map((normalisation: Normalisation | null, i) =>
    answerOf(probabilities.subarray(i * classes, (i + 1) * classes), normalisation),
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
