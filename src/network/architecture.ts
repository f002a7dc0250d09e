import { largest } from '../lib/lists.ts';
import type { Activation } from './activation.ts';

/**
 * A network as a value: its layers, and what follows from them. Reference, formats, engines, pictures and stored
 * records take one and hold no network of their own; {@link ./architectures.ts} lists those that the app has.
 * All tensors are channels last, row-major: index = (row * width + column) * maps + map.
 */
export interface Architecture {
  /** In records, files and messages: "lenet-5". */
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  /** Input first, the output last. Every layer reads the one before it. */
  readonly layers: readonly Layer[];
  /** All trainable parameters, held in one flat vector in this order. */
  readonly tensors: readonly ParameterTensor[];
  readonly parameterCount: number;
  /** Where each layer's activation starts in the flat vector that a forward pass returns for one image. */
  readonly activationOffsets: Readonly<Record<string, number>>;
  /** Values in the activations of all layers for one image. */
  readonly activationCount: number;
  readonly loss: Loss;
  readonly initialisation: Initialisation;
  /** What the input layer holds where there is no ink, and full ink; values between lie on a line. */
  readonly inputLevels: { readonly paper: number; readonly ink: number };
  /** How it is trained where nothing else is chosen. Only networks of the second rule are offered it. */
  readonly usualRule: 'sgd' | 'levenberg-marquardt';
}

/**
 * What training lowers, for a label D and the logits z of the classes:
 *
 * - cross-entropy: -sum(target * log(softmax(z))); without a digit, all classes are equal targets.
 * - maximum a posteriori (LeCun et al. 1998, equation 9): y_D + log(exp(-j) + sum of exp(-y_i)), with the penalties
 *   y = -z and a positive constant j. It is the cross-entropy with one more class, of "rubbish", whose penalty is j;
 *   so an image without a digit has that class for its label: j + log(exp(-j) + sum of exp(-y_i)). The paper has no
 *   such images, but names the class.
 */
export type Loss =
  | { readonly kind: 'cross-entropy' }
  | { readonly kind: 'maximum-a-posteriori'; readonly rubbishPenalty: number };

/** How parameters begin: see {@link ./initialise.ts}. */
type Initialisation = 'glorot' | 'fan-in';

/** What a network has beside its layers; those of today's usual form where nothing is said. */
type Traits = Pick<Architecture, 'loss' | 'initialisation' | 'inputLevels' | 'usualRule'>;

const usual: Traits = {
  loss: { kind: 'cross-entropy' },
  initialisation: 'glorot',
  inputLevels: { paper: 0, ink: 1 },
  usualRule: 'sgd',
};

/** What computes: an architecture with its parameters, P floats. */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
}

/** A network as messages carry it: its architecture by the id. */
export interface SentNetwork {
  readonly architecture: string;
  readonly parameters: Float32Array;
}

export type Layer = LayerShape &
  (
    | { readonly kind: 'input' | 'pooling' | 'subsampling' | 'dense' }
    | {
        readonly kind: 'convolution';
        /** The maps of the layer before that each map reads, in ascending order; all of them where it is left out. */
        readonly sources?: readonly (readonly number[])[];
      }
    | {
        readonly kind: 'rbf';
        /** The fixed point that each unit measures the distance to: as many values as the layer before has. */
        readonly centres: readonly (readonly number[])[];
      }
  );

export type LayerKind = Layer['kind'];

interface LayerShape {
  readonly name: string;
  /** Output shape: height x width x maps. Dense layers are 1 x 1 x units. */
  readonly height: number;
  readonly width: number;
  readonly maps: number;
  /** Side of the square window that one unit reads in the layer before; a dense unit reads all of it. */
  readonly window: number;
  readonly stride: number;
  readonly activation: Activation;
}

/**
 * What the kinds have in common. Code that depends on a layer's kind asks here or switches on every kind, so that the
 * compiler finds it when there is another.
 *
 * - pooling: the mean of the window
 * - subsampling: the sum of the window times a trainable coefficient, plus a trainable bias, both of the map
 * - rbf: minus the squared distance to the unit's centre, which is a logit; it has no trainable parameters
 */
const kinds: Readonly<
  Record<LayerKind, { readonly reads: Reads; readonly parameters: readonly ParameterTensor['role'][] }>
> = {
  input: { reads: 'nothing', parameters: [] },
  convolution: { reads: 'maps', parameters: ['kernel', 'bias'] },
  pooling: { reads: 'its own map', parameters: [] },
  subsampling: { reads: 'its own map', parameters: ['coefficient', 'bias'] },
  dense: { reads: 'everything', parameters: ['kernel', 'bias'] },
  rbf: { reads: 'everything', parameters: [] },
};

/** What a unit reads of the layer before, within its window. */
type Reads = 'nothing' | 'its own map' | 'maps' | 'everything';

/** Whether the layer is a row of units that read all of the layer before, and not a stack of maps. */
export function isDense({ kind }: Layer): boolean {
  return kinds[kind].reads === 'everything';
}

/** Whether each map reads the map of the same number only, as pooling and subsampling do. */
export function readsOwnMap({ kind }: Layer): boolean {
  return kinds[kind].reads === 'its own map';
}

export function hasParameter({ kind }: Layer, role: ParameterTensor['role']): boolean {
  return kinds[kind].parameters.includes(role);
}

/**
 * For each map of the layer before, the maps that read it with a kernel, in ascending order. Kernels lie in this
 * order too: at each place of the window, those of the first map before, then those of the next.
 */
export function readersOf(layer: Layer, before: Layer): readonly (readonly number[])[] {
  const all = Array.from({ length: layer.maps }, (_, map) => map);
  const sources = layer.kind === 'convolution' ? layer.sources : undefined;
  return Array.from({ length: before.maps }, (_, source) =>
    sources ? all.filter((map) => sources[map]?.includes(source)) : all,
  );
}

/** One tensor of trainable parameters and its place in the flat parameter vector. */
export interface ParameterTensor {
  /** As in the TensorFlow.js weights manifest: "C1/kernel", "C1/bias". */
  readonly name: string;
  readonly layer: string;
  readonly role: 'kernel' | 'coefficient' | 'bias';
  /**
   * Convolution kernels [height, width, in, out], or [height, width, pairs] where not every map reads every map
   * before, in the order of {@link readersOf}; dense kernels [in, out]; coefficients and biases [out].
   */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** Values that one output unit reads, and units that read one input, at most: for initialisation. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Lays out parameters and activations of the layers, one after the other. */
export function architectureOf(
  id: string,
  name: string,
  layers: readonly Layer[],
  traits: Partial<Traits> = {},
): Architecture {
  const tensors: ParameterTensor[] = [];
  const activationOffsets: Record<string, number> = {};
  let [parameterCount, activationCount] = [0, 0];
  const add = (tensor: Omit<ParameterTensor, 'name' | 'offset' | 'size'>) => {
    const size = tensor.shape.reduce((product, extent) => product * extent, 1);
    tensors.push({ ...tensor, name: `${tensor.layer}/${tensor.role}`, offset: parameterCount, size });
    parameterCount += size;
  };
  layers.forEach((layer, at) => {
    activationOffsets[layer.name] = activationCount;
    activationCount += sizeOf(layer);
    const before = layers[at - 1];
    if (!before) return;
    const { shape, fanIn, fanOut } = reachOf(layer, before);
    for (const role of kinds[layer.kind].parameters) {
      add({ layer: layer.name, role, shape: role === 'kernel' ? shape : [layer.maps], fanIn, fanOut });
    }
  });
  return {
    id,
    name,
    layers,
    tensors,
    parameterCount,
    activationOffsets,
    activationCount,
    ...usual,
    ...traits,
  };
}

/** The shape of a layer's kernel where it has one, and how far its units reach. */
function reachOf(layer: Layer, before: Layer) {
  const { window, maps } = layer;
  const taps = window ** 2;
  if (readsOwnMap(layer)) return { shape: [], fanIn: taps, fanOut: 1 };
  if (isDense(layer)) {
    const fanIn = sizeOf(before);
    return { shape: [fanIn, maps], fanIn, fanOut: maps };
  }
  const sources = layer.kind === 'convolution' ? layer.sources : undefined;
  if (!sources) {
    const fanIn = taps * before.maps;
    return { shape: [window, window, before.maps, maps], fanIn, fanOut: taps * maps };
  }
  const readers = readersOf(layer, before);
  return {
    shape: [window, window, readers.flat().length],
    fanIn: taps * largest(sources.map((read) => read.length)),
    fanOut: taps * largest(readers.map((maps) => maps.length)),
  };
}

/** The map that each value of a tensor belongs to: the one whose units read with it. */
export function mapsOf(architecture: Architecture, { layer, role, size }: ParameterTensor): Uint16Array {
  const before = layerBefore(architecture, layer) as Layer;
  const each = role === 'kernel' ? readersOf(layerNamed(architecture, layer), before).flat() : undefined;
  return Uint16Array.from({ length: size }, (_, at) => each?.[at % each.length] ?? at);
}

/** @throws Error when the network has no such layer */
export function layerNamed({ id, layers }: Architecture, name: string): Layer {
  const found = layers.find((layer) => layer.name === name);
  if (!found) throw new Error(`layerNamed: ${id} has no ${name}`);
  return found;
}

/** Where a layer's activation starts. @throws Error when the network has no such layer */
export function activationOffset({ id, activationOffsets }: Architecture, name: string): number {
  const offset = activationOffsets[name];
  if (offset === undefined) throw new Error(`activationOffset: ${id} has no ${name}`);
  return offset;
}

/** The layer that feeds `name`, or undefined for the input. */
export function layerBefore({ layers }: Architecture, name: string): Layer | undefined {
  return layers[layers.findIndex((layer) => layer.name === name) - 1];
}

/**
 * The layer of the probabilities, the softmax of its units' sums: one unit a class. Those sums are the logits; an RBF
 * unit's is minus its squared distance, so that the class with the nearest centre is the likeliest.
 */
export function outputOf({ layers }: Architecture): Layer {
  return layers.at(-1) as Layer;
}

/** Values in one activation of the layer: height * width * maps. */
export function sizeOf(layer: Layer): number {
  return layer.height * layer.width * layer.maps;
}

/** "28 x 28 x 6" for layers of maps, "120" for layers of units. */
export function shapeText(layer: Layer): string {
  return isDense(layer)
    ? `${layer.maps}`
    : `${layer.height} × ${layer.width}${layer.maps > 1 ? ` × ${layer.maps}` : ''}`;
}

/** @throws Error when the layer has none */
export function tensorOf(
  { id, tensors }: Architecture,
  layer: string,
  role: ParameterTensor['role'],
): ParameterTensor {
  const found = tensors.find((tensor) => tensor.layer === layer && tensor.role === role);
  if (!found) throw new Error(`tensorOf: ${layer} of ${id} has no ${role}`);
  return found;
}

/** The part of a flat activation vector that belongs to one layer; a view, not a copy. */
export function activationOf<Values extends Float32Array | Float64Array>(
  architecture: Architecture,
  activations: Values,
  name: string,
): Values {
  const offset = activationOffset(architecture, name);
  return activations.subarray(offset, offset + sizeOf(layerNamed(architecture, name))) as Values;
}
