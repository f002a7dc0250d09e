import { kindTitle, styleTitle } from '../digits/synthesis/titles.ts';
import { t } from '../language/language.ts';
import { formatCount, formatPercent } from '../lib/format.ts';
import { formatDigits, formatExact } from '../lib/format-sizes.ts';
import { leastEnergyKey } from '../network/energy.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { wilsonInterval, worstPairs } from './evaluation.ts';
import type { ModelCard, Tally } from './model-card.ts';

/** What the figures of a model card mean, in words: the same on the page and in the repository. */

/** "0.61 %, 95 % interval 0.48 to 0.78 %". */
export function errorText({ right, total }: Pick<Tally, 'right' | 'total'>): string {
  const [low, high] = wilsonInterval(right, total);
  const percent = (value: number) => formatPercent(value, 2);
  return t`${percent(1 - right / total)}, 95 % interval ${percent(1 - high)} to ${percent(1 - low)}`;
}

/** Three sentences for somebody who reads no further. */
export function summary(card: ModelCard): string {
  const { test, strokes, training } = card;
  const layers = lenet5.layers.length - 1;
  const parameters = formatCount(lenet5.parameterCount);
  return [
    t`This network reads your drawings unless you choose another one.`,
    training.pens
      ? t`It is LeNet-5, with ${layers} layers and ${parameters} parameters, trained by our own script on MNIST, people’s pens and synthetic handwriting.`
      : t`It is LeNet-5, with ${layers} layers and ${parameters} parameters, trained by our own script on MNIST and synthetic handwriting.`,
    t`It reads ${formatPercent(test.right / test.total, 2)} of MNIST’s test images, and ${wholeStrokesShare(card)} of whole digits that ${strokes.writers} other people wrote with a pen.`,
  ].join(' ');
}

/** "98.74 %": of the pen strokes that are not parts of digits. */
function wholeStrokesShare({ strokes }: ModelCard): string {
  const { total, right } = strokes.fragments;
  return formatPercent((strokes.right - right) / Math.max(1, strokes.total - total), 2);
}

/** What of the pen strokes no reader can be right about; empty where there is nothing like it. */
export function fragmentsText(card: ModelCard): string {
  const { total } = card.strokes.fragments;
  const whole = card.strokes.total - total;
  if (total === 0 || whole === 0) return '';
  return t`${formatCount(total)} of the drawings are a dot, or one straight line with a label other than 1. These are parts of digits, from recordings that were cut in the wrong place. Of the other ${formatCount(whole)}, ${wholeStrokesShare(card)} are right.`;
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
  const settling = number('settlingFromEpoch');
  const pens = number('pens');
  const lines = [
    t`LeNet-5 with ${formatCount(lenet5.parameterCount)} parameters, tanh, average pooling and softmax.`,
    [
      imagesText(60_000 - validation, number('mnistRepeats') ?? 1, number('epochs') ?? '?'),
      ...(settling ? [t`The distortions grow weaker from epoch ${settling} on.`] : []),
      t`The other ${formatCount(validation)} chose the checkpoint.`,
      pens ? t`No test image was used for training.` : t`No test image or pen stroke was used for training.`,
    ].join(' '),
  ];
  if (pens) {
    lines.push(
      t`${formatCount(pens)} digits from people’s pens in every epoch. Each is a variation of one of ${formatCount(number('penDigits') ?? 0)} digits by ${number('penWriters') ?? '?'} people, from the donors ced, syn and uqb of UNIPEN train_r01_v07 (International Unipen Foundation, 1999; CC BY 4.0, doi:10.5281/zenodo.1195803). None of these people is among those it is measured on.`,
    );
  }
  if (synthetic) {
    const taught = number('syntheticStyles') ?? styles.length;
    lines.push(stylesText(formatCount(synthetic), taught, styles.length));
  }
  if (noDigits) {
    lines.push(
      t`${formatCount(noDigits)} non-digits in every epoch: scribbles, zigzags, spirals, letters, signs and several digits side by side. The network is trained to find all ten answers equally likely for them.`,
    );
  }
  if (zeros) {
    lines.push(t`Some of MNIST’s zeros are given a slash, and some of its ones an upstroke.`);
  }
  const temperature = number('temperature');
  if (temperature) {
    lines.push(
      t`Its logits are divided by a temperature of ${formatDigits(temperature, 3)}, found on the validation images, so that its confidences match its accuracy.`,
    );
  }
  const leastEnergy = number(leastEnergyKey);
  if (leastEnergy !== null) {
    lines.push(
      t`It answers “no digit” when the energy of its logits is below ${formatExact(leastEnergy)} nats, as for one in 1,000 digits of synthetic handwriting.`,
    );
  }
  return lines;
}

/** @param count of MNIST's training images that it learned from */
function imagesText(count: number, repeats: number, epochs: number | string): string {
  const [images, all] = [formatCount(count), formatCount(60_000)];
  if (repeats === 1)
    return t`${images} of MNIST’s ${all} training images, with new distortions in each of ${epochs} epochs.`;
  return t`${images} of MNIST’s ${all} training images, each ${repeats} times and with new distortions in each of ${epochs} epochs.`;
}

/** @param taught how many styles it learned from, of which `listed` are on the card */
function stylesText(digits: string, taught: number, listed: number): string {
  if (taught < listed)
    return t`${digits} digits of synthetic handwriting in every epoch, in ${taught} of the ${listed} styles listed below.`;
  if (taught === listed)
    return t`${digits} digits of synthetic handwriting in every epoch, in all styles listed below.`;
  return t`${digits} digits of synthetic handwriting in every epoch, in all styles listed below and ${taught - listed} more.`;
}

const shownPairs = 5;
const shownStyles = 5;

/** What it is bad at: what was measured, then what is known without measuring. */
export function weaknesses(card: ModelCard): readonly string[] {
  const pairs = (counts: ModelCard['test']['counts']) =>
    worstPairs({ total: 0, right: 0, counts }, shownPairs)
      .map((pair) => t`${pair.label} as ${pair.answer} (${pair.count})`)
      .join(', ') || t`none`;
  const styles = worstStyles(card)
    .map(({ name, right, total }) => t`${styleTitle(name)} (${formatPercent(right / total, 1)} right)`)
    .join(', ');
  const missed = [...card.noDigits].sort((a, b) => a.refused / a.total - b.refused / b.total)[0];
  return [
    t`Test images it most often misreads: ${pairs(card.test.counts)}.`,
    t`Pen digits it most often misreads: ${pairs(card.strokes.counts)}.`,
    t`Styles of synthetic handwriting it reads worst: ${styles}.`,
    ...(missed
      ? [
          t`Non-digits it most often misses: ${kindTitle(missed.kind)}, of which ${formatPercent(1 - missed.refused / missed.total)} are read as a digit.`,
        ]
      : []),
    t`Non-digits are detected from the energy of its logits (the logarithm of the sum of their exponentials) and from the amount and shape of the ink. A letter that looks like a digit (O, l, S, Z) is read as that digit.`,
    t`Ten candidates were measured on the test images; the built-in network had to read at least 99.50 %. None reads more of them than this one, so expect slightly more error on new images.`,
    t`It reads one digit at a time, roughly upright, and Western forms only.`,
    t`MNIST’s writers are from the USA. Other ways of writing come from templates in assumed proportions. The pen digits were used to choose settings, so their figure is a development figure. Some of their labels are wrong.`,
  ];
}

function worstStyles({ styles }: ModelCard): ModelCard['styles'] {
  return [...styles].sort((a, b) => a.right / a.total - b.right / b.total).slice(0, shownStyles);
}

/** Commands that make the model and this card again; the pens are those of `npm run pens:unipen`. */
export function reproduction({
  training,
}: ModelCard): readonly { readonly command: string; readonly does: string }[] {
  const options = `--seed ${training.seed ?? 1} --epochs ${training.epochs ?? '?'}${training.workers ? ` --workers ${training.workers}` : ''}`;
  return [
    {
      command: `npm run train:model -- ${options}${training.pens ? ' --pens FILE' : ''}`,
      does: t`trains it from MNIST in $MNIST_DIR; the same seed and number of workers give the same bits`,
    },
    { command: 'npm run eval:mnist', does: t`prints its error on the test images` },
    { command: 'npm run eval:strokes -- FILE', does: t`prints how it reads a file of pen strokes` },
    { command: 'npm run model:card -- FILE', does: t`measures everything on this page and writes it again` },
  ];
}
