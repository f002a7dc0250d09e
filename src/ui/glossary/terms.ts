/** The words of the field, each explained once, for whoever meets it for the first time. */
export const terms = {
  accuracy: 'The share of digits that are read right.',
  activation: 'The value of a unit for the drawing that the network is given.',
  backpropagation:
    'The way to all gradients in one go: from the loss back through the layers, each passing on to the one before it how much it contributed.',
  batch: 'Some digits, often 64, that the network sees before its weights are changed once.',
  bias: 'A number that is added to a unit’s sum whatever it reads: where its threshold lies.',
  convolution:
    'One kernel slid over all places of a picture; at each place the products of weights and values are added up.',
  epoch: 'One pass through all training digits.',
  'feature map': 'The picture that a kernel makes: where its pattern is found, and how clearly.',
  gradient: 'The slope of the loss along one weight: which way it rises, and how steeply.',
  kernel: 'The small square of weights, here 5 × 5, that is slid over a picture to find a pattern.',
  'learning rate': 'How far one step goes: the gradient is multiplied by it.',
  logit: 'The sum of an output unit, before softmax makes a share of it.',
  loss: 'How wrong the network is: minus the logarithm of the share that it gives to the right digit. 0 is perfect.',
  momentum: 'Steps keep some of the direction of the steps before, like a ball that rolls.',
  normalisation:
    'What is done to a drawing before it is read: cropped, scaled to 20 × 20 and placed by its centre of mass, as in MNIST.',
  overfitting:
    'Learning the training digits by heart: the network reads these better and better, but not new ones.',
  parameters: 'All numbers that training sets: weights and biases, 61,706 in LeNet-5.',
  pooling: 'Making maps smaller: each 2 × 2 values become one, in LeNet-5 their mean.',
  'receptive field': 'The part of the drawing that a unit depends on.',
  softmax: 'Makes shares of ten sums: e to the power of each, divided by the total.',
  tanh: 'The curve that squashes any sum to between −1 and 1.',
  'test set': 'Digits that are only used at the very end, to measure the finished network.',
  unit: 'One number that the network computes, from numbers of the layer before.',
  'validation set': 'Digits that are held out to compare settings, so that the test set stays unseen.',
  weight: 'A number that a value is multiplied with. Training changes weights and biases, and nothing else.',
} as const;

export type TermName = keyof typeof terms;
