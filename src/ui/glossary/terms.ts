import { t } from '../../language/language.ts';

/** A word of the field in the page's language, and what it means. */
interface Explained {
  readonly word: string;
  readonly meaning: string;
}

/** The words of the field, each explained once, for whoever meets it for the first time. */
export const terms = {
  accuracy: () => ({ word: t`accuracy`, meaning: t`The share of digits that are read right.` }),
  activation: () => ({
    word: t`activation`,
    meaning: t`The value of a unit for the drawing that the network is given.`,
  }),
  backpropagation: () => ({
    word: t`backpropagation`,
    meaning: t`The way to all gradients in one go: from the loss back through the layers, each passing on to the one before it how much it contributed.`,
  }),
  batch: () => ({
    word: t`batch`,
    meaning: t`Some digits, often 64, that the network sees before its weights are changed once.`,
  }),
  bias: () => ({
    word: t`bias`,
    meaning: t`A number that is added to a unit’s sum whatever it reads: where its threshold lies.`,
  }),
  convolution: () => ({
    word: t`convolution`,
    meaning: t`One kernel slid over all places of a picture; at each place the products of weights and values are added up.`,
  }),
  epoch: () => ({ word: t`epoch`, meaning: t`One pass through all training digits.` }),
  'feature map': () => ({
    word: t`feature map`,
    meaning: t`The picture that a kernel makes: where its pattern is found, and how clearly.`,
  }),
  gradient: () => ({
    word: t`gradient`,
    meaning: t`The slope of the loss along one weight: which way it rises, and how steeply.`,
  }),
  kernel: () => ({
    word: t`kernel`,
    meaning: t`The small square of weights, here 5 × 5, that is slid over a picture to find a pattern.`,
  }),
  'learning rate': () => ({
    word: t`learning rate`,
    meaning: t`How far one step goes: the gradient is multiplied by it.`,
  }),
  logit: () => ({
    word: t`logit`,
    meaning: t`A digit’s score: the sum that its output unit computes. Softmax turns the ten scores into shares.`,
  }),
  loss: () => ({
    word: t`loss`,
    meaning: t`How wrong the network is: minus the logarithm of the share that it gives to the right digit. 0 is perfect.`,
  }),
  momentum: () => ({
    word: t`momentum`,
    meaning: t`Steps keep some of the direction of the steps before, like a ball that rolls.`,
  }),
  normalisation: () => ({
    word: t`normalisation`,
    meaning: t`What is done to a drawing before it is read: cropped, scaled to 20 × 20 and placed by its centre of mass, as in MNIST.`,
  }),
  overfitting: () => ({
    word: t`overfitting`,
    meaning: t`Learning the training digits by heart: the network reads these better and better, but not new ones.`,
  }),
  parameters: () => ({
    word: t`parameters`,
    meaning: t`All numbers that training sets: weights and biases, 61,706 in LeNet-5.`,
  }),
  pooling: () => ({
    word: t`pooling`,
    meaning: t`Making maps smaller: each 2 × 2 values become one, in LeNet-5 their mean.`,
  }),
  'receptive field': () => ({
    word: t`receptive field`,
    meaning: t`The part of the drawing that a unit depends on.`,
  }),
  softmax: () => ({
    word: t`softmax`,
    meaning: t`Makes shares of ten sums: e to the power of each, divided by the total.`,
  }),
  tanh: () => ({ word: t`tanh`, meaning: t`The curve that squashes any sum to between −1 and 1.` }),
  'test set': () => ({
    word: t`test set`,
    meaning: t`Digits that are only used at the very end, to measure the finished network.`,
  }),
  unit: () => ({
    word: t`unit`,
    meaning: t`One number that the network computes, from numbers of the layer before.`,
  }),
  'validation set': () => ({
    word: t`validation set`,
    meaning: t`Digits that are held out to compare settings, so that the test set stays unseen.`,
  }),
  weight: () => ({
    word: t`weight`,
    meaning: t`A number that a value is multiplied with. Training changes weights and biases, and nothing else.`,
  }),
} satisfies Readonly<Record<string, () => Explained>>;

export type TermName = keyof typeof terms;
