import { formatCount, formatPercent } from '../lib/format.ts';
import { leastEnergyKey } from '../network/energy.ts';
import { wilsonInterval, worstPairs } from './evaluation.ts';
import type { ModelCard, Tally } from './model-card.ts';

/** What the figures of a model card mean, in words: the same on the page and in the repository. */

/** "0.61 %, 95 % interval 0.48 to 0.78 %". */
export function errorText({ right, total }: Pick<Tally, 'right' | 'total'>): string {
  const [low, high] = wilsonInterval(right, total);
  const percent = (value: number) => formatPercent(value, 2);
  return `${percent(1 - right / total)}, 95 % interval ${percent(1 - high)} to ${percent(1 - low)}`;
}

/** What of the pen strokes no reader can be right about; empty where there is nothing like it. */
export function fragmentsText({ strokes }: ModelCard): string {
  const { total, right } = strokes.fragments;
  const whole = strokes.total - total;
  if (total === 0 || whole === 0) return '';
  const share = formatPercent((strokes.right - right) / whole, 2);
  return `${formatCount(total)} of the drawings are a dot, or one straight line that is labelled as another digit than 1: parts of digits, from recordings that were cut at the wrong place. Of the other ${formatCount(whole)}, ${share} are right.`;
}

/** What the network is and what it learned from. */
export function trainedOn({ training, styles }: ModelCard): readonly string[] {
  const number = (key: string) => (typeof training[key] === 'number' ? (training[key] as number) : null);
  const validation = number('validation') ?? 0;
  const [synthetic, noDigits, zeros] = [
    number('syntheticDigits'),
    number('noDigits'),
    number('slashedZeros'),
  ];
  const times = { 2: 'each twice and ', 3: 'each three times and ' }[number('mnistRepeats') ?? 1] ?? '';
  const often = `${times}freshly distorted`;
  const settling = number('settlingFromEpoch');
  const weaker = settling ? `, from the ${settling}th on less and less` : '';
  const pens = number('pens');
  const lines = [
    'LeNet-5 with 61,706 parameters: tanh, average pooling, softmax.',
    `${formatCount(60_000 - validation)} of MNIST's 60,000 training images, ${often} in each of ${number('epochs') ?? '?'} epochs${weaker}; the other ${formatCount(validation)} chose the checkpoint. No test image${pens ? '' : ' and no pen stroke'} was learned from.`,
  ];
  if (pens) {
    lines.push(
      `${formatCount(pens)} digits of people's pens in every epoch, each redrawn from one of the ${formatCount(number('penDigits') ?? 0)} that ${number('penWriters')} people left in the donors ced, syn and uqb of UNIPEN train_r01_v07 (International Unipen Foundation, 1999; CC BY 4.0, doi:10.5281/zenodo.1195803). Nobody whose digits it is measured on is among them.`,
    );
  }
  if (synthetic) {
    const taught = number('syntheticStyles') ?? styles.length;
    const which = taught < styles.length ? `${taught} of the ${styles.length}` : 'all';
    lines.push(
      `${formatCount(synthetic)} digits of synthetic handwriting in every epoch, in ${which} styles listed below.`,
    );
  }
  if (noDigits) {
    lines.push(
      `${formatCount(noDigits)} drawings in every epoch that are no digit (scribbles, zigzags, spirals, letters and signs, several digits side by side), which it learns to find equally likely for all ten digits.`,
    );
  }
  if (zeros) {
    lines.push(
      'Among the MNIST images, some zeros with a slash and some ones with an upstroke were drawn in.',
    );
  }
  const temperature = number('temperature');
  if (temperature) {
    lines.push(
      `Its logits are divided by ${temperature.toPrecision(3)}, a temperature found on the validation images, so that its confidences match its accuracy.`,
    );
  }
  const leastEnergy = number(leastEnergyKey);
  if (leastEnergy !== null) {
    lines.push(
      `It answers no digit where the energy of its logits is below ${leastEnergy} nats, which is so for one in 1,000 digits of synthetic handwriting.`,
    );
  }
  return lines;
}

const shownPairs = 5;
const shownStyles = 5;

/** What it is bad at: what was measured, then what is known without measuring. */
export function weaknesses(card: ModelCard): readonly string[] {
  const pairs = (counts: ModelCard['test']['counts']) =>
    worstPairs({ total: 0, right: 0, counts }, shownPairs)
      .map((pair) => `${pair.label} as ${pair.answer} (${pair.count})`)
      .join(', ');
  const styles = worstStyles(card)
    .map(({ name, right, total }) => `${name} (${formatPercent(right / total, 1)} right)`)
    .join(', ');
  const missed = [...card.noDigits].sort((a, b) => a.refused / a.total - b.refused / b.total)[0];
  return [
    `Test images most often taken for another digit: ${pairs(card.test.counts) || 'none'}.`,
    `Pen strokes most often taken for another digit: ${pairs(card.strokes.counts) || 'none'}.`,
    `Styles of synthetic handwriting that it reads worst: ${styles}.`,
    ...(missed
      ? [
          `Non-digits that it most often misses: ${kindWords(missed.kind)}, of which ${formatPercent(1 - missed.refused / missed.total)} are read as a digit.`,
        ]
      : []),
    'Non-digits are detected from the energy of the logits (the logarithm of the sum of their exponentials) and from the amount and shape of the ink. A letter that looks like a digit (O, l, S, Z) is read as that digit.',
    'Nine candidates were measured on the test images, with 99.50 % as the bar for shipping. This is the best of them, so expect slightly more error on new images.',
    'It reads one digit at a time, more or less upright, in Western forms only.',
    "MNIST's writers are from the USA. Other ways of writing come from templates whose shares are assumed; the templates were drawn with these pen strokes in view, so treat that figure as a development result. Some stroke labels are wrong.",
  ];
}

/** Signs are mostly letters. */
export function kindWords(kind: string): string {
  return kind === 'sign' ? 'letters and other signs' : kind;
}

function worstStyles({ styles }: ModelCard): ModelCard['styles'] {
  return [...styles].sort((a, b) => a.right / a.total - b.right / b.total).slice(0, shownStyles);
}

/** Commands that make the model and this card again. */
export function reproduction({
  training,
}: ModelCard): readonly { readonly command: string; readonly does: string }[] {
  const options = `--seed ${training.seed ?? 1} --epochs ${training.epochs ?? '?'}${training.workers ? ` --workers ${training.workers}` : ''}`;
  return [
    {
      command: `npm run train:model -- ${options}`,
      does: 'trains it from MNIST in $MNIST_DIR: the same seed and number of workers give the same bits',
    },
    { command: 'npm run eval:mnist', does: 'its error on the test images' },
    { command: 'npm run eval:strokes -- FILE', does: 'its answers to a file of pen strokes' },
    { command: 'npm run model:card -- FILE', does: 'measures everything on this page and writes it again' },
  ];
}
