import type { ReactNode } from 'react';
import { paperSize } from '../../../digits/drawing/drawing.ts';
import { t } from '../../../language/language.ts';
import { Term } from '../../../ui/glossary/term.tsx';
import type { TermName } from '../../../ui/glossary/terms.ts';
import { tx } from '../../../ui/page/tx.ts';
import type { ChapterQuestion } from './question.tsx';
import styles from './tour-page.module.css';

export const chapterIds = [
  'pixels',
  'kernel',
  'squash',
  'average',
  'parts',
  'whole',
  'votes',
  'learning',
  'run',
  'limits',
] as const;
export type ChapterId = (typeof chapterIds)[number];

interface Chapter {
  readonly title: string;
  /** 60 to 120 words, one idea. */
  readonly text: ReactNode;
  readonly question: ChapterQuestion;
}

/** Nothing comes between a bracket and its word at the end of a line. */
function bracketed(name: TermName): ReactNode {
  return (
    <span className={styles.together}>
      (<Term name={name} />)
    </span>
  );
}

/** Ink whose longer side takes less of the paper than this is small. */
const smallShare = 0.3;

export const chapters: Readonly<Record<ChapterId, Chapter>> = {
  pixels: {
    title: t`Pixels`,
    text: (
      <>
        <p>
          {tx`You draw a line, and the network gets numbers. Your digit is cropped, scaled to 20 × 20 pixels and placed so that its centre of mass lies in the middle of 28 × 28 ${bracketed('normalisation')}. Two pixels of paper all around make it 32 × 32, so that even the end of a stroke can lie in the middle of a window.`}
        </p>
        <p>
          {t`Each pixel is one number: 0 is paper, 1 is full ink, and grey lies between. These 1,024 numbers, and which of them are neighbours, are all that the network will ever know of your digit.`}
        </p>
      </>
    ),
    question: {
      kind: 'task',
      ask: t`Clear the paper and draw the same digit small, in a corner. Is it still read?`,
      done: ({ normalisation, answer }) =>
        answer.kind === 'digit' &&
        normalisation !== null &&
        Math.max(normalisation.crop.width, normalisation.crop.height) < smallShare * paperSize,
      praise: t`It is: cropped and scaled, a small digit gives almost the same 1,024 numbers as a large one.`,
    },
  },
  kernel: {
    title: t`A kernel slides`,
    text: (
      <>
        <p>
          {tx`The first layer, C1, looks through a window of 5 × 5 pixels. It multiplies the 25 numbers in it by 25 weights, its ${<Term name="kernel" />}, adds them up, adds a ${<Term name="bias" />}, and writes the result into a new picture, a ${<Term name="feature map" />}. Then the window moves on by one pixel. This is a ${<Term name="convolution" />}.`}
        </p>
        <p>
          {t`The same kernel is used everywhere, so its pattern is found wherever it lies. C1 has six kernels and so six maps: one lights up at upright edges, another at slanted ones. Slide the window and watch a map being painted.`}
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: t`The input is 32 pixels wide. Why is the map 28 wide?`,
      options: [
        {
          text: t`The edges are not important`,
          why: t`They are left out for another reason: count the places of the window.`,
        },
        {
          text: t`A window of 5 fits into 32 pixels at 28 places`,
          right: true,
          why: t`From pixel 0 to pixel 27 it can begin; at 28 it would stick out.`,
        },
        {
          text: t`MNIST’s pictures are 28 wide`,
          why: t`They are, and two pixels of paper on either side make 32. With a window of 7 the map would be 26 wide.`,
        },
      ],
    },
  },
  squash: {
    title: t`Why squash`,
    text: (
      <>
        <p>
          {tx`Each sum goes through a curve, ${<Term name="tanh" />}, which squashes it to between −1 and 1. Without it, a second layer would be useless: a sum of sums is just a sum, and the network could only draw straight borders between the digits. The curve bends them.`}
        </p>
        <p>
          {tx`It is steep in the middle, where small sums make a difference, and flat at the ends, where it only says yes or no. A ${<Term name="unit" />} at the flat end hardly learns, because changing its weights changes almost nothing. Hover over the map to see where its units are on the curve.`}
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: t`What could ten layers do without the curve?`,
      options: [
        {
          text: t`Everything, only slower`,
          why: t`Ten multiplications in a row are one multiplication by another number.`,
        },
        {
          text: t`No more than one layer`,
          right: true,
          why: t`All their sums fold into one sum of the pixels.`,
        },
        { text: t`Nothing at all`, why: t`One layer of sums reads most of MNIST’s digits: some 92 of 100.` },
      ],
    },
  },
  average: {
    title: t`Why average`,
    text: (
      <>
        <p>
          {tx`S2 makes the maps smaller: each of its units is the mean of 2 × 2 units of C1 ${bracketed('pooling')}. It loses the exact place: an edge one pixel further on, but within the same 2 × 2, gives the same mean.`}
        </p>
        <p>
          {t`The next layers get a quarter of the numbers, and each number covers a larger part of the drawing. Max pooling, which takes the largest of the four, became usual later. It shows that a pattern is there; the mean shows how much of it there is.`}
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: t`A map of 28 × 28 goes into S2. How many numbers come out?`,
      options: [
        { text: t`392, half of them`, why: t`Half in width and half in height: that is half of a half.` },
        { text: t`196, a quarter`, right: true, why: t`14 × 14.` },
        { text: t`784, as many as before`, why: t`Each four become one.` },
      ],
    },
  },
  parts: {
    title: t`Parts of parts`,
    text: (
      <>
        <p>
          {t`C3 slides windows again, but over all six maps of S2 at once: each of its 16 maps has six kernels of 5 × 5, one a map. So it no longer sees ink but patterns of patterns: an edge above a corner, the end of a line beside a gap.`}
        </p>
        <p>
          {tx`One unit of C3 looks back at 14 × 14 pixels of your drawing, its ${<Term name="receptive field" />}. There are more maps than in C1 because there are more ways to combine parts than there are parts. S4 averages them, and 16 maps of 5 × 5 are left: 400 numbers.`}
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: t`C1’s window is 5 × 5, and so is C3’s. Why does a unit of C3 see more of the drawing?`,
      options: [
        {
          text: t`Each number that it reads has itself seen several pixels`,
          right: true,
          why: t`Five numbers of S2 stand for ten of C1, and those for 14 pixels.`,
        },
        {
          text: t`It has six kernels`,
          why: t`They look at the same place of six maps: more kinds, not more room.`,
        },
        {
          text: t`Its kernels have larger weights`,
          why: t`Weights say how much a place counts, not which places there are.`,
        },
      ],
    },
  },
  whole: {
    title: t`The whole`,
    text: (
      <>
        <p>
          {t`C5 has 120 units, and each reads all of S4: 400 numbers with 400 weights. For the first time one unit sees the whole digit. F6 weighs these 120 once more, into 84 numbers.`}
        </p>
        <p>
          {tx`Read them as 84 questions about the digit, answered between no (−1) and yes (1): has it a loop at the top? Is it open on the left? Nobody wrote these questions; training found them, and few have a short name. Most of the network’s ${<Term name="parameters" />} sit here: C5 alone has 48,120 of the 61,706.`}
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: t`What can a unit of C5 do that none of C3 can?`,
      options: [
        {
          text: t`Weigh the top of the digit against its bottom`,
          right: true,
          why: t`It reads all places of all maps at once, each with a separate weight.`,
        },
        { text: t`Find an edge`, why: t`C1 does that already.` },
        { text: t`Give values above 1`, why: t`Its sum goes through tanh, too.` },
      ],
    },
  },
  votes: {
    title: t`Ten votes`,
    text: (
      <>
        <p>
          {tx`The output has ten units, one for each digit. Each adds up F6’s 84 values with its own weights. The sum is its vote, the ${<Term name="logit" />}. ${<Term name="softmax">{t`Softmax`}</Term>} makes shares of the votes: it raises e to the power of each and divides by the total.`}
        </p>
        <p>
          {t`One vote more makes a digit 2.7 times as likely against each other one, so a lead of seven is a thousandfold. That is why the network is so often 99.9 % sure. A share compares ten digits; it does not say how well any of them fits. It can be sure and wrong.`}
        </p>
      </>
    ),
    question: {
      kind: 'task',
      ask: t`Draw something that it is less than 80 % sure of.`,
      done: ({ answer }) =>
        (answer.kind === 'digit' && answer.confidence < 0.8) ||
        (answer.kind === 'none' && answer.reason === 'unsure'),
      praise: t`Now two digits share the votes, or none of them matches your drawing.`,
    },
  },
  learning: {
    title: t`Learning`,
    text: (
      <>
        <p>
          {tx`At first all weights are random. Learning needs a measure of wrong, the ${<Term name="loss" />}: 0 when the network is sure and right, large when it is sure and wrong. Turn one weight, and the loss of your drawing changes along a curve. Its slope is the weight’s ${<Term name="gradient" />}: which way is up, and how steep.`}
        </p>
        <p>
          {tx`${<Term name="backpropagation">{t`Backpropagation`}</Term>} finds the slopes of all 61,706 weights and biases in one pass backwards. A step then moves each a little downhill, by its slope times the ${<Term name="learning rate" />}.`}
        </p>
      </>
    ),
    question: {
      kind: 'instrument',
      ask: t`Turn the weight downhill until the loss is at most half of what it was.`,
      praise: t`That is what a step does, for all weights at once and a little at a time.`,
    },
  },
  run: {
    title: t`Seeing it learn`,
    text: (
      <>
        <p>
          {tx`This is a second LeNet-5, trained on this page for 30 seconds. It starts with random weights and sees a ${<Term name="batch" />} of 64 digits at a time, in handwriting that the page generates, each digit once. Between steps it is asked about 300 digits that it never learns from, and about yours. The answer below your paper still comes from the network that has long been trained: compare the two.`}
        </p>
        <p>
          {tx`Watch the six kernels: noise at first, edges soon. ${<Term name="accuracy">{t`Accuracy`}</Term>} leaps in the first second and then creeps. On the Train page you set everything yourself.`}
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: t`Accuracy rises fast and then slowly. Why?`,
      options: [
        {
          text: t`Most digits are plain; what is left is rare or unclear`,
          right: true,
          why: t`The last errors are the digits that people argue about, too.`,
        },
        {
          text: t`The network is full`,
          why: t`61,706 weights are far from full: longer runs get better still.`,
        },
        {
          text: t`The computer gets slower`,
          why: t`It makes as many steps a second at the end as at the beginning.`,
        },
      ],
    },
  },
  limits: {
    title: t`Where it fails`,
    text: (
      <>
        <p>
          {tx`The built-in network learned from shifted, turned and bent digits, so two pixels up or down change nothing. Move yours further, after the ${<Term name="normalisation" />}: six pixels down, and of a hundred of MNIST’s test digits 40 are misread; eight, and it is 78. Kernels slide, so C1 and C3 do not mind; C5 has a weight for every place, and does.`}
        </p>
        <p>
          {t`A person sees a moved 4. The network sees 1,024 other numbers. It knows what it was shown, and little more: that is why a drawing is brought to the middle before it is read.`}
        </p>
      </>
    ),
    question: {
      kind: 'task',
      ask: t`Draw a 4 that it reads as a 9. If you are stuck, press Why and try the smallest change.`,
      done: ({ answer }) =>
        answer.kind === 'digit' && answer.digit === 9 && (answer.probabilities[4] ?? 0) > 0.01,
      praise: t`You have found its border between 4 and 9: a little more or less ink, and the answer is the other.`,
    },
  },
};
