import {
  AvgPoolGrad,
  add,
  avgPool,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  conv2d,
  engine,
  matMul,
  mul,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tanh,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { type Activation, scaledTanh } from '../../network/activation.ts';
import { type Layer, type LayerKind, type ParameterTensor, readersOf } from '../../network/architecture.ts';

/**
 * How each kind of layer computes, in operations that every backend has. Notation as in network/reference/: x the
 * layer before, z the weighted sums, y the layer's values; dX is dLoss/dX. Maps are [n, height, width, maps], units
 * [n, units].
 */
interface LayerOps {
  /** What enters the activation. */
  sums(x: Tensor, parameter: ParameterOf): Tensor;
  /** dX from dZ. */
  back(dZ: Tensor, x: Tensor, parameter: ParameterOf): Tensor;
  /** From dZ, of each tensor of parameters that the layer has; flat, they lie as the tensor does. */
  gradients(dZ: Tensor, x: Tensor): Partial<Record<ParameterTensor['role'], Tensor>>;
}

/** The layer's parameters, in the shapes of the architecture. */
type ParameterOf = (role: ParameterTensor['role']) => Tensor;

type Computing = Exclude<LayerKind, 'input'>;

/** @throws Error for an input, which computes nothing */
export function opsOf(layer: Layer, before: Layer): LayerOps {
  if (layer.kind === 'input') throw new Error(`opsOf: expected a layer that computes, got ${layer.name}`);
  return kinds[layer.kind](layer, before);
}

const kinds: Readonly<Record<Computing, (layer: Layer, before: Layer) => LayerOps>> = {
  convolution(layer, before) {
    const { stride, window } = layer;
    const filterShape: FilterShape = [window, window, before.maps, layer.maps];
    const filters = layer.kind === 'convolution' && layer.sources ? sparse(layer, before) : full;
    const attributes = { strides: [stride, stride], pad: 'valid', dataFormat: 'NHWC', dimRoundingMode: null };
    const filterOf = (parameter: ParameterOf) => filters.spread(parameter('kernel'), filterShape);
    return {
      sums: (x, parameter) =>
        add(conv2d(x as Tensor4D, filterOf(parameter), stride, 'valid'), parameter('bias')),
      back: (dZ, x, parameter) =>
        kernel(
          Conv2DBackpropInput,
          { dy: dZ, filter: filterOf(parameter) },
          { ...attributes, inputShape: x.shape },
        ),
      gradients: (dZ, x) => ({
        kernel: filters.gather(kernel(Conv2DBackpropFilter, { x, dy: dZ }, { ...attributes, filterShape })),
        bias: sum(dZ, [0, 1, 2]),
      }),
    };
  },

  pooling: (layer) => ({
    sums: (x) => means(layer, x),
    back: (dZ, x) => throughMeans(layer, dZ, x),
    gradients: () => ({}),
  }),

  // The sum of a window is its mean times its size.
  subsampling(layer) {
    const size = layer.window ** 2;
    return {
      sums: (x, parameter) =>
        add(mul(means(layer, x), mul(parameter('coefficient'), size)), parameter('bias')),
      back: (dZ, x, parameter) => throughMeans(layer, mul(dZ, mul(parameter('coefficient'), size)), x),
      gradients: (dZ, x) => ({
        coefficient: mul(sum(mul(dZ, means(layer, x)), [0, 1, 2]), size),
        bias: sum(dZ, [0, 1, 2]),
      }),
    };
  },

  dense: () => ({
    sums: (x, parameter) => add(matMul(rowsOf(x), parameter('kernel') as Tensor2D), parameter('bias')),
    back(dZ, x, parameter) {
      const dX = matMul(dZ as Tensor2D, parameter('kernel') as Tensor2D, false, true);
      return x.rank === 2 ? dX : reshape(dX, x.shape);
    },
    gradients: (dZ, x) => ({ kernel: matMul(rowsOf(x), dZ as Tensor2D, true), bias: sum(dZ, 0) }),
  }),

  rbf(layer) {
    const centres = layer.kind === 'rbf' ? layer.centres : [];
    const flat = Float32Array.from(centres.flat());
    /** x - centre, [n, units, values]. */
    const distances = (x: Tensor) =>
      sub(reshape(x, [x.shape[0] as number, 1, -1]), tensor2d(flat, [layer.maps, flat.length / layer.maps]));
    return {
      sums: (x) => mul(sum(square(distances(x)), 2), -1),
      back: (dZ, x) => reshape(mul(sum(mul(reshape(dZ, [...dZ.shape, 1]), distances(x)), 1), -2), x.shape),
      gradients: () => ({}),
    };
  },
};

/** What a convolution multiplies by: [height, width, in, out]. */
type FilterShape = [number, number, number, number];

/** Between a convolution's kernel and its filters. */
interface Filters {
  spread(kernel: Tensor, shape: FilterShape): Tensor4D;
  /** The gradient of the kernel. @param dFilter [height, width, in, out] */
  gather(dFilter: Tensor): Tensor;
}

const full: Filters = { spread: (kernel) => kernel as Tensor4D, gather: (dFilter) => dFilter };

/** Kernels [height, width, pairs]: zeros between maps that are not connected, whose gradients are left out. */
function sparse(layer: Layer, before: Layer): Filters {
  const places = readersOf(layer, before).flatMap((maps, source) =>
    maps.map((map) => source * layer.maps + map),
  );
  const [pairs, all] = [places.length, before.maps * layer.maps];
  const ones = new Float32Array(pairs * all);
  places.forEach((place, pair) => {
    ones[pair * all + place] = 1;
  });
  const taps = layer.window ** 2;
  const selection = () => tensor2d(ones, [pairs, all]);
  return {
    spread: (kernel, shape) =>
      reshape(matMul(reshape(kernel, [taps, pairs]) as Tensor2D, selection()), shape) as Tensor4D,
    gather: (dFilter) => matMul(reshape(dFilter, [taps, all]) as Tensor2D, selection(), false, true),
  };
}

function means({ window, stride }: Layer, x: Tensor): Tensor {
  return avgPool(x as Tensor4D, window, stride, 'valid');
}

function throughMeans({ window, stride }: Layer, dZ: Tensor, x: Tensor): Tensor {
  const attributes = { filterSize: [window, window], strides: [stride, stride], pad: 'valid' };
  return kernel(AvgPoolGrad, { dy: dZ, input: x }, attributes);
}

/** What the gradient functions of TensorFlow.js call. */
function kernel(name: string, inputs: Record<string, Tensor>, attributes: object): Tensor {
  return engine().runKernel(name, inputs, attributes as never) as Tensor;
}

/** [n, values] */
function rowsOf(x: Tensor): Tensor2D {
  return (x.rank === 2 ? x : reshape(x, [x.shape[0] as number, -1])) as Tensor2D;
}

const { amplitude, steepness } = scaledTanh;

/** A softmax, which ends a network, is not among them. */
type Squashing = Exclude<Activation, 'softmax'>;

/** y from z, as `activated` of network/activation.ts. */
export function squashed(activation: Squashing, z: Tensor): Tensor {
  switch (activation) {
    case 'none':
      return z;
    case 'tanh':
      return tanh(z);
    case 'scaled-tanh':
      return mul(tanh(mul(z, steepness)), amplitude);
  }
}

/** dZ from dY, as `slopeAt` there. */
export function throughSquashing(activation: Squashing, dY: Tensor, y: Tensor): Tensor {
  switch (activation) {
    case 'none':
      return dY;
    case 'tanh':
      return mul(dY, sub(1, square(y)));
    case 'scaled-tanh':
      return mul(dY, sub(steepness * amplitude, mul(square(y), steepness / amplitude)));
  }
}
