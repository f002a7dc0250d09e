import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { tensorOf } from '../../../src/network/architecture.ts';
import { lenet5 } from '../../../src/network/lenet-5.ts';
import { inputSide } from '../../../src/network/rasters.ts';
import { floatsOf, targetsOf } from '../floats.ts';
import { adam, type System, type SystemSpec } from '../system.ts';

type Device = Extract<SystemSpec, { by: 'jax' }>['device'];

/** A type alias, as jax-js's trees ask for. */
type Weights = {
  c1: np.Array;
  c1Bias: np.Array;
  c3: np.Array;
  c3Bias: np.Array;
  c5: np.Array;
  c5Bias: np.Array;
  f6: np.Array;
  f6Bias: np.Array;
  output: np.Array;
  outputBias: np.Array;
};
type State = { weights: Weights; first: Weights; second: Weights };

/** jax-js as its own MNIST demo writes it, with the whole step, update included, under one `jit`. */
export async function openJax(device: Device): Promise<System> {
  const available = await init(device);
  if (!available.includes(device)) throw new Error(`jax-js does not open its ${device} device`);
  defaultDevice(device);
  let state: State | undefined;
  let steps = 0;
  const current = () => {
    if (!state) throw new Error('expected parameters');
    return state;
  };
  return {
    device: `jax-js ${device}`,
    async reset(parameters) {
      if (state) tree.dispose(state);
      const weights = weightsOf(parameters);
      const zeros = () => tree.map((weight: np.Array) => np.zerosLike(weight), tree.ref(weights)) as Weights;
      state = { weights, first: zeros(), second: zeros() };
      steps = 0;
    },
    async trainStep({ digits, labels }) {
      steps += 1;
      const targets = np.array(targetsOf(labels)).reshape([labels.length, 10]);
      // Bias corrections change from step to step, so they are arguments and not constants.
      const corrections = np.array([1 / (1 - adam.beta1 ** steps), 1 / (1 - adam.beta2 ** steps)]);
      const [loss, trained] = trainStep(current(), imagesOf(digits), targets, corrections);
      state = trained;
      await blockUntilReady(state);
      return (await loss.data())[0] as number;
    },
    async classify(digits) {
      const probabilities = probabilitiesOf(tree.ref(current().weights), imagesOf(digits));
      return (await probabilities.data()) as Float32Array;
    },
  };
}

const probabilitiesOf = jit((weights: Weights, images: np.Array) => nn.softmax(logitsOf(weights, images)));

const trainStep = jit(
  (state: State, images: np.Array, targets: np.Array, corrections: np.Array): [np.Array, State] => {
    const [loss, gradient] = valueAndGrad(lossOf)(tree.ref(state.weights), images, targets);
    const [firstCorrection, secondCorrection] = np.split(corrections, 2) as [np.Array, np.Array];
    const next = { weights: {}, first: {}, second: {} } as State;
    for (const name of Object.keys(state.weights) as (keyof Weights)[]) {
      const slope = gradient[name];
      const first = state.first[name].mul(adam.beta1).add(slope.ref.mul(1 - adam.beta1));
      const second = state.second[name].mul(adam.beta2).add(np.square(slope).mul(1 - adam.beta2));
      const mean = first.ref.mul(firstCorrection.ref);
      const deviation = np.sqrt(second.ref.mul(secondCorrection.ref)).add(adam.epsilon);
      next.first[name] = first;
      next.second[name] = second;
      next.weights[name] = state.weights[name].sub(mean.div(deviation).mul(adam.learningRate));
    }
    firstCorrection.dispose();
    secondCorrection.dispose();
    return [loss, next];
  },
);

function lossOf(weights: Weights, images: np.Array, targets: np.Array): np.Array {
  const [n] = images.shape as [number];
  return nn
    .logSoftmax(logitsOf(weights, images))
    .mul(targets)
    .sum()
    .mul(-1 / n);
}

/** Channels first, as jax-js's convolutions want it. */
function logitsOf(weights: Weights, images: np.Array): np.Array {
  const c1 = np.tanh(lax.conv(images, weights.c1, [1, 1], 'VALID').add(weights.c1Bias));
  const c3 = np.tanh(lax.conv(pooled(c1), weights.c3, [1, 1], 'VALID').add(weights.c3Bias));
  const c5 = np.tanh(np.dot(pooled(c3).reshape([-1, 400]), weights.c5).add(weights.c5Bias));
  const f6 = np.tanh(np.dot(c5, weights.f6).add(weights.f6Bias));
  return np.dot(f6, weights.output).add(weights.outputBias);
}

function pooled(maps: np.Array): np.Array {
  return lax.reduceWindow(maps, np.mean, [2, 2], [2, 2]);
}

function weightsOf(parameters: Float32Array): Weights {
  const tensor = (layer: 'C1' | 'C3' | 'C5' | 'F6' | 'Output', role: 'kernel' | 'bias') => {
    const { offset, size, shape } = tensorOf(lenet5, layer, role);
    return np.array(parameters.slice(offset, offset + size)).reshape([...shape]);
  };
  // [row, column, in, out] to [out, in, row, column].
  const channelsFirst = (layer: 'C1' | 'C3') => np.transpose(tensor(layer, 'kernel'), [3, 2, 0, 1]);
  const mapBias = (layer: 'C1' | 'C3') => tensor(layer, 'bias').reshape([-1, 1, 1]);
  // S4 is flattened map by map here, and pixel by pixel in our order.
  const c5 = np.transpose(tensor('C5', 'kernel').reshape([25, 16, 120]), [1, 0, 2]).reshape([400, 120]);
  return {
    c1: channelsFirst('C1'),
    c1Bias: mapBias('C1'),
    c3: channelsFirst('C3'),
    c3Bias: mapBias('C3'),
    c5,
    c5Bias: tensor('C5', 'bias'),
    f6: tensor('F6', 'kernel'),
    f6Bias: tensor('F6', 'bias'),
    output: tensor('Output', 'kernel'),
    outputBias: tensor('Output', 'bias'),
  };
}

function imagesOf(digits: Uint8Array): np.Array {
  return np.array(floatsOf(digits)).reshape([-1, 1, inputSide, inputSide]);
}
