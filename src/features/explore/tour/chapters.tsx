import type { ReactNode } from 'react';
import { paperSize } from '../../../digits/drawing/drawing.ts';
import { Term } from '../../../ui/glossary/term.tsx';
import type { ChapterQuestion } from './question.tsx';

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

/** Ink whose longer side takes less of the paper than this is small. */
const smallShare = 0.3;

export const chapters: Readonly<Record<ChapterId, Chapter>> = {
  pixels: {
    title: 'Pixels',
    text: (
      <>
        <p>
          You draw a line, and the network gets numbers. Your digit is cropped, scaled to 20 × 20 pixels and
          placed so that its centre of mass lies in the middle of 28 × 28 (<Term name="normalisation" />
          ). Two pixels of paper all around make it 32 × 32, so that even the end of a stroke can lie in the
          middle of a window.
        </p>
        <p>
          Each pixel is one number: 0 is paper, 1 is full ink, and grey lies between. These 1,024 numbers, and
          which of them are neighbours, are all that the network will ever know of your digit.
        </p>
      </>
    ),
    question: {
      kind: 'task',
      ask: 'Clear the paper and draw the same digit small, in a corner. Is it still read?',
      done: ({ normalisation, answer }) =>
        answer.kind === 'digit' &&
        normalisation !== null &&
        Math.max(normalisation.crop.width, normalisation.crop.height) < smallShare * paperSize,
      praise: 'It is: cropped and scaled, a small digit gives almost the same 1,024 numbers as a large one.',
    },
  },
  kernel: {
    title: 'A kernel slides',
    text: (
      <>
        <p>
          The first layer, C1, looks through a window of 5 × 5 pixels. It multiplies the 25 numbers in it by
          25 weights, its <Term name="kernel" />, adds them up, adds a <Term name="bias" />, and writes the
          result into a new picture, a <Term name="feature map" />. Then the window moves on by one pixel.
          This is a <Term name="convolution" />.
        </p>
        <p>
          The same kernel is used everywhere, so its pattern is found wherever it lies. C1 has six kernels and
          so six maps: one lights up at upright edges, another at slanted ones. Slide the window and watch a
          map being painted.
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: 'The input is 32 pixels wide. Why is the map 28 wide?',
      options: [
        {
          text: 'The edges are not important',
          why: 'They are left out for another reason: count the places of the window.',
        },
        {
          text: 'A window of 5 fits into 32 pixels at 28 places',
          right: true,
          why: 'From pixel 0 to pixel 27 it can begin; at 28 it would stick out.',
        },
        {
          text: 'MNIST’s pictures are 28 wide',
          why: 'They are, and two pixels of paper on either side make 32. With a window of 7 the map would be 26 wide.',
        },
      ],
    },
  },
  squash: {
    title: 'Why squash',
    text: (
      <>
        <p>
          Each sum goes through a curve, <Term name="tanh" />, which squashes it to between −1 and 1. Without
          it, a second layer would be useless: a sum of sums is just a sum, and the network could only draw
          straight borders between the digits. The curve bends them.
        </p>
        <p>
          It is steep in the middle, where small sums make a difference, and flat at the ends, where it only
          says yes or no. A <Term name="unit" /> at the flat end hardly learns, because changing its weights
          changes almost nothing. Hover over the map to see where its units are on the curve.
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: 'What could ten layers do without the curve?',
      options: [
        {
          text: 'Everything, only slower',
          why: 'Ten multiplications in a row are one multiplication by another number.',
        },
        {
          text: 'No more than one layer',
          right: true,
          why: 'All their sums fold into one sum of the pixels.',
        },
        { text: 'Nothing at all', why: 'One layer of sums reads most of MNIST’s digits: some 92 of 100.' },
      ],
    },
  },
  average: {
    title: 'Why average',
    text: (
      <>
        <p>
          S2 makes the maps smaller: each of its units is the mean of 2 × 2 units of C1 (
          <Term name="pooling" />
          ). It loses the exact place: an edge one pixel further on, but within the same 2 × 2, gives the same
          mean.
        </p>
        <p>
          The next layers get a quarter of the numbers, and each number covers a larger part of the drawing.
          Max pooling, which takes the largest of the four, became usual later. It shows that a pattern is
          there; the mean shows how much of it there is.
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: 'A map of 28 × 28 goes into S2. How many numbers come out?',
      options: [
        { text: '392, half of them', why: 'Half in width and half in height: that is half of a half.' },
        { text: '196, a quarter', right: true, why: '14 × 14.' },
        { text: '784, as many as before', why: 'Each four become one.' },
      ],
    },
  },
  parts: {
    title: 'Parts of parts',
    text: (
      <>
        <p>
          C3 slides windows again, but over all six maps of S2 at once: each of its 16 maps has six kernels of
          5 × 5, one a map. So it no longer sees ink but patterns of patterns: an edge above a corner, the end
          of a line beside a gap.
        </p>
        <p>
          One unit of C3 looks back at 14 × 14 pixels of your drawing, its <Term name="receptive field" />.
          There are more maps than in C1 because there are more ways to combine parts than there are parts. S4
          averages them, and 16 maps of 5 × 5 are left: 400 numbers.
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: 'C1’s window is 5 × 5, and so is C3’s. Why does a unit of C3 see more of the drawing?',
      options: [
        {
          text: 'Each number that it reads has itself seen several pixels',
          right: true,
          why: 'Five numbers of S2 stand for ten of C1, and those for 14 pixels.',
        },
        {
          text: 'It has six kernels',
          why: 'They look at the same place of six maps: more kinds, not more room.',
        },
        {
          text: 'Its kernels have larger weights',
          why: 'Weights say how much a place counts, not which places there are.',
        },
      ],
    },
  },
  whole: {
    title: 'The whole',
    text: (
      <>
        <p>
          C5 has 120 units, and each reads all of S4: 400 numbers with 400 weights. For the first time one
          unit sees the whole digit. F6 weighs these 120 once more, into 84 numbers.
        </p>
        <p>
          Read them as 84 questions about the digit, answered between no (−1) and yes (1): has it a loop at
          the top? Is it open on the left? Nobody wrote these questions; training found them, and few have a
          short name. Most of the network’s <Term name="parameters" /> sit here: C5 alone has 48,120 of the
          61,706.
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: 'What can a unit of C5 do that none of C3 can?',
      options: [
        {
          text: 'Weigh the top of the digit against its bottom',
          right: true,
          why: 'It reads all places of all maps at once, each with a separate weight.',
        },
        { text: 'Find an edge', why: 'C1 does that already.' },
        { text: 'Give values above 1', why: 'Its sum goes through tanh, too.' },
      ],
    },
  },
  votes: {
    title: 'Ten votes',
    text: (
      <>
        <p>
          The output has ten units, one for each digit. Each adds up F6’s 84 values with its own weights. The
          sum is its vote, the <Term name="logit" />. <Term name="softmax" /> makes shares of the votes: it
          raises e to the power of each and divides by the total.
        </p>
        <p>
          One vote more makes a digit 2.7 times as likely against each other one, so a lead of seven is a
          thousandfold. That is why the network is so often 99.9 % sure. A share compares ten digits; it does
          not say how well any of them fits. It can be sure and wrong.
        </p>
      </>
    ),
    question: {
      kind: 'task',
      ask: 'Draw something that it is less than 80 % sure of.',
      done: ({ answer }) =>
        (answer.kind === 'digit' && answer.confidence < 0.8) ||
        (answer.kind === 'none' && answer.reason === 'unsure'),
      praise: 'Now two digits share the votes, or none of them matches your drawing.',
    },
  },
  learning: {
    title: 'Learning',
    text: (
      <>
        <p>
          At first all weights are random. Learning needs a measure of wrong, the <Term name="loss" />: 0 when
          the network is sure and right, large when it is sure and wrong. Turn one weight, and the loss of
          your drawing changes along a curve. Its slope is the weight’s <Term name="gradient" />: which way is
          up, and how steep.
        </p>
        <p>
          <Term name="backpropagation">Backpropagation</Term> finds the slopes of all 61,706 weights and
          biases in one pass backwards. A step then moves each a little downhill, by its slope times the{' '}
          <Term name="learning rate" />.
        </p>
      </>
    ),
    question: {
      kind: 'instrument',
      ask: 'Turn the weight downhill until the loss is at most half of what it was.',
      praise: 'That is what a step does, for all weights at once and a little at a time.',
    },
  },
  run: {
    title: 'Seeing it learn',
    text: (
      <>
        <p>
          This is a real network, trained on this page for 30 seconds. It starts with random weights and sees
          a <Term name="batch" /> of 64 digits at a time, in handwriting that the page generates, each digit
          once. Between steps it is asked about 300 digits that it never learns from, and about yours.
        </p>
        <p>
          Watch the six kernels: noise at first, edges soon. <Term name="accuracy">Accuracy</Term> leaps in
          the first second and then creeps. On the Train page you set everything yourself.
        </p>
      </>
    ),
    question: {
      kind: 'choice',
      ask: 'Accuracy rises fast and then slowly. Why?',
      options: [
        {
          text: 'Most digits are plain; what is left is rare or unclear',
          right: true,
          why: 'The last errors are the digits that people argue about, too.',
        },
        {
          text: 'The network is full',
          why: '61,706 weights are far from full: longer runs get better still.',
        },
        {
          text: 'The computer gets slower',
          why: 'It makes as many steps a second at the end as at the beginning.',
        },
      ],
    },
  },
  limits: {
    title: 'Where it fails',
    text: (
      <>
        <p>
          The shipped network learned from shifted, turned and bent digits, so two pixels up or down change
          nothing. Move yours further, after the <Term name="normalisation" />: six pixels down, and of a
          hundred of MNIST’s test digits 40 are misread; eight, and it is 78. Kernels slide, so C1 and C3 do
          not mind; C5 has a weight for every place, and does.
        </p>
        <p>
          A person sees a moved 4. The network sees 1,024 other numbers. It knows what it was shown, and
          little more: that is why a drawing is brought to the middle before it is read.
        </p>
      </>
    ),
    question: {
      kind: 'task',
      ask: 'Draw a 4 that it reads as a 9. If you are stuck, press Why and try the smallest change.',
      done: ({ answer }) =>
        answer.kind === 'digit' && answer.digit === 9 && (answer.probabilities[4] ?? 0) > 0.01,
      praise:
        'You have found its border between 4 and 9: a little more or less ink, and the answer is the other.',
    },
  },
};
