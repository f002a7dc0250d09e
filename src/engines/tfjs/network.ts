import {
  AvgPoolGrad,
  add,
  avgPool,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  concat1d,
  concat2d,
  conv2d,
  engine,
  matMul,
  mul,
  type Rank,
  reshape,
  slice1d,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tanh,
} from '@tensorflow/tfjs-core';
import { lenet5 } from '../../network/lenet-5.ts';

/**
 * LeNet-5 in TensorFlow.js's own operations, which every backend has. All parameters live in one flat
 * tensor [P], so that an update is a handful of operations on one tensor rather than on ten.
 *
 * The gradient is written out instead of taped: seven layers do not need a recorder, and without one
 * no gradient functions and no tape are in the bundle. Notation: dZ is dLoss/dZ for a layer's
 * pre-activation Z; with Y = tanh(Z), dZ = dY * (1 - Y^2).
 */

/** Pooling window and stride of S2 and S4. */
const pool = 2;

interface Layers {
  readonly input: Tensor4D; // [n, 32, 32, 1]
  readonly c1: Tensor4D; // [n, 28, 28, 6]
  readonly s2: Tensor4D; // [n, 14, 14, 6]
  readonly c3: Tensor4D; // [n, 10, 10, 16]
  readonly s4: Tensor4D; // [n, 5, 5, 16]
  readonly c5: Tensor2D; // [n, 120]
  readonly f6: Tensor2D; // [n, 84]
  readonly logits: Tensor2D; // [n, 10]
}

/** A parameter tensor of the specification as a view of the flat [P]. */
function parameter<R extends Rank>(parameters: Tensor1D, name: string): Tensor<R> {
  const place = lenet5.tensors.find((tensor) => tensor.name === name);
  if (!place) throw new Error(`parameter: the network has no ${name}`);
  return reshape(slice1d(parameters, place.offset, place.size), [...place.shape] as never) as Tensor<R>;
}

/** @param input [n, 32, 32, 1], 0..1 */
export function layersOf(parameters: Tensor1D, input: Tensor4D): Layers {
  const n = input.shape[0];
  const convolve = (x: Tensor4D, layer: string) =>
    tanh(
      add(conv2d(x, parameter<Rank.R4>(parameters, `${layer}/kernel`), 1, 'valid'), bias(layer)),
    ) as Tensor4D;
  const connect = (x: Tensor2D, layer: string) =>
    add(matMul(x, parameter<Rank.R2>(parameters, `${layer}/kernel`)), bias(layer)) as Tensor2D;
  const bias = (layer: string) => parameter<Rank.R1>(parameters, `${layer}/bias`);

  const c1 = convolve(input, 'C1');
  const s2 = avgPool(c1, pool, pool, 'valid');
  const c3 = convolve(s2, 'C3');
  const s4 = avgPool(c3, pool, pool, 'valid');
  const c5 = tanh(connect(reshape(s4, [n, 400]), 'C5'));
  const f6 = tanh(connect(c5, 'F6'));
  return { input, c1, s2, c3, s4, c5, f6, logits: connect(f6, 'Output') };
}

/** Class probabilities [n, 10]. */
export function probabilitiesOf(layers: Layers): Tensor2D {
  return softmax(layers.logits);
}

/** All activations in one tensor [n, A], in the order of the specification. */
export function activationsOf(layers: Layers): Tensor2D {
  const n = layers.input.shape[0];
  const parts = [layers.input, layers.c1, layers.s2, layers.c3, layers.s4, layers.c5, layers.f6];
  const rows = [...parts, probabilitiesOf(layers)].map((part) => reshape(part, [n, -1]) as Tensor2D);
  return concat2d(rows, 1);
}

/**
 * Gradient of the cross-entropy, flat [P]: summed over these n images and divided by those of the batch.
 * @param targets [n, 10], 1 at the class and 0 elsewhere
 */
export function gradientOf(
  parameters: Tensor1D,
  layers: Layers,
  targets: Tensor2D,
  batchSize: number,
): Tensor1D {
  const { input, s2, s4, c5, f6 } = layers;
  const n = input.shape[0];
  const dOutput = mul(sub(probabilitiesOf(layers), targets), 1 / batchSize) as Tensor2D; // [n, 10]
  const { dF6, dC5, dC3, dC1 } = backThrough(parameters, layers, dOutput);

  const parts: Record<string, Tensor> = {
    'C1/kernel': filterGradient(input, dC1, [5, 5, 1, 6]),
    'C1/bias': sum(dC1, [0, 1, 2]),
    'C3/kernel': filterGradient(s2, dC3, [5, 5, 6, 16]),
    'C3/bias': sum(dC3, [0, 1, 2]),
    'C5/kernel': matMul(reshape(s4, [n, 400]) as Tensor2D, dC5, true),
    'C5/bias': sum(dC5, 0),
    'F6/kernel': matMul(c5, dF6, true),
    'F6/bias': sum(dF6, 0),
    'Output/kernel': matMul(f6, dOutput, true),
    'Output/bias': sum(dOutput, 0),
  };
  return concat1d(lenet5.tensors.map(({ name }) => reshape(parts[name] as Tensor, [-1]) as Tensor1D));
}

/** Gradients at the weighted sums of each layer. @param dOutput [n, 10], at the logits */
function backThrough(parameters: Tensor1D, { input, c1, s2, c3, c5, f6 }: Layers, dOutput: Tensor2D) {
  const n = input.shape[0];
  const kernel = (layer: string) => parameter<Rank.R2>(parameters, `${layer}/kernel`);
  const dF6 = throughTanh(matMul(dOutput, kernel('Output'), false, true), f6); // [n, 84]
  const dC5 = throughTanh(matMul(dF6, kernel('F6'), false, true), c5); // [n, 120]
  const dS4 = reshape(matMul(dC5, kernel('C5'), false, true), [n, 5, 5, 16]) as Tensor4D;
  const dC3 = throughTanh(throughPooling(dS4, c3), c3); // [n, 10, 10, 16]
  const dS2 = throughConvolution(dC3, parameter<Rank.R4>(parameters, 'C3/kernel'), s2); // [n, 14, 14, 6]
  const dC1 = throughTanh(throughPooling(dS2, c1), c1); // [n, 28, 28, 6]
  return { dF6, dC5, dC3, dC1 };
}

/** The gradient at the input, [n, 32, 32, 1]. @param cotangents [n, 10], at the logits */
export function inputGradientOf(parameters: Tensor1D, layers: Layers, cotangents: Tensor2D): Tensor4D {
  const { dC1 } = backThrough(parameters, layers, cotangents);
  return throughConvolution(dC1, parameter<Rank.R4>(parameters, 'C1/kernel'), layers.input);
}

function throughTanh<T extends Tensor>(dY: T, y: T): T {
  return mul(dY, sub(1, square(y)));
}

function throughPooling(dY: Tensor4D, x: Tensor4D): Tensor4D {
  const attributes = { filterSize: [pool, pool], strides: [pool, pool], pad: 'valid' };
  return engine().runKernel(AvgPoolGrad, { dy: dY, input: x }, attributes) as Tensor4D;
}

const convolution = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dimRoundingMode: null };

function throughConvolution(dZ: Tensor4D, filter: Tensor4D, x: Tensor4D): Tensor4D {
  const attributes = { ...convolution, inputShape: x.shape };
  return engine().runKernel(Conv2DBackpropInput, { dy: dZ, filter }, attributes as never) as Tensor4D;
}

function filterGradient(x: Tensor4D, dZ: Tensor4D, filterShape: number[]): Tensor4D {
  const attributes = { ...convolution, filterShape };
  return engine().runKernel(Conv2DBackpropFilter, { x, dy: dZ }, attributes as never) as Tensor4D;
}
