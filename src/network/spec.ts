/**
 * LeNet-5 as data (LeCun, Bottou, Bengio, Haffner: "Gradient-based learning applied to document
 * recognition", Proc. IEEE 86, 1998, section II.B), in today's usual form: tanh after C1, C3, C5 and
 * F6, plain average pooling, every C3 map connected to every S2 map, softmax at the end.
 *
 * Everything else in the project (reference, engines, file format, pictures) reads shapes and places
 * from here. All tensors are channels last, row-major: index = (row * width + column) * maps + map.
 */

export const layerNames = ['Input', 'C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'Output'] as const;
export type LayerName = (typeof layerNames)[number];

export interface Layer {
  readonly name: LayerName;
  readonly kind: 'input' | 'convolution' | 'pooling' | 'dense';
  /** Output shape: height x width x maps. Dense layers are 1 x 1 x units. */
  readonly height: number;
  readonly width: number;
  readonly maps: number;
  /** Side of the square window that one unit reads in the layer before; a dense unit reads all of it. */
  readonly window: number;
  readonly stride: number;
  readonly activation: 'none' | 'tanh' | 'softmax';
}

export const layers: readonly Layer[] = [
  { name: 'Input', kind: 'input', height: 32, width: 32, maps: 1, window: 0, stride: 1, activation: 'none' },
  {
    name: 'C1',
    kind: 'convolution',
    height: 28,
    width: 28,
    maps: 6,
    window: 5,
    stride: 1,
    activation: 'tanh',
  },
  { name: 'S2', kind: 'pooling', height: 14, width: 14, maps: 6, window: 2, stride: 2, activation: 'none' },
  {
    name: 'C3',
    kind: 'convolution',
    height: 10,
    width: 10,
    maps: 16,
    window: 5,
    stride: 1,
    activation: 'tanh',
  },
  { name: 'S4', kind: 'pooling', height: 5, width: 5, maps: 16, window: 2, stride: 2, activation: 'none' },
  { name: 'C5', kind: 'dense', height: 1, width: 1, maps: 120, window: 5, stride: 1, activation: 'tanh' },
  { name: 'F6', kind: 'dense', height: 1, width: 1, maps: 84, window: 1, stride: 1, activation: 'tanh' },
  {
    name: 'Output',
    kind: 'dense',
    height: 1,
    width: 1,
    maps: 10,
    window: 1,
    stride: 1,
    activation: 'softmax',
  },
];

export function layerNamed(name: LayerName): Layer {
  return layers[layerNames.indexOf(name)] as Layer;
}

/** The layer that feeds `name`, or undefined for Input. */
export function layerBefore(name: LayerName): Layer | undefined {
  return layers[layerNames.indexOf(name) - 1];
}

/** Values in one activation of the layer: height * width * maps. */
export function sizeOf(layer: Layer): number {
  return layer.height * layer.width * layer.maps;
}

/** "28 x 28 x 6" for layers of maps, "120" for layers of units. */
export function shapeText(layer: Layer): string {
  return layer.kind === 'dense'
    ? `${layer.maps}`
    : `${layer.height} × ${layer.width}${layer.maps > 1 ? ` × ${layer.maps}` : ''}`;
}

/** The label of an image that is no digit: a network should find all classes equally unlikely for it. */
export const noDigit = 10;

/** What the network should answer for class `digit` (0 to 9) on an image with this label. */
export function targetOf(label: number, digit: number): number {
  if (label === noDigit) return 0.1;
  return label === digit ? 1 : 0;
}

/** One tensor of trainable parameters and its place in the flat parameter vector. */
export interface ParameterTensor {
  /** As in the TensorFlow.js weights manifest: "C1/kernel", "C1/bias". */
  readonly name: string;
  readonly layer: LayerName;
  readonly role: 'kernel' | 'bias';
  /** Convolution kernels [height, width, in, out]; dense kernels [in, out]; biases [out]. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** Values that one output unit reads, and units that read one input: for initialisation. */
  readonly fanIn: number;
  readonly fanOut: number;
}

export const parameterTensors: readonly ParameterTensor[] = layOutParameters();

/** 61,706: all trainable parameters, held in one flat vector in the order of {@link parameterTensors}. */
export const parameterCount = parameterTensors.reduce((sum, tensor) => sum + tensor.size, 0);

export function parameterTensor(layer: LayerName, role: 'kernel' | 'bias'): ParameterTensor {
  const found = parameterTensors.find((tensor) => tensor.layer === layer && tensor.role === role);
  if (!found) throw new Error(`parameterTensor: ${layer} has no ${role}`);
  return found;
}

/** Where each layer's activation starts in the flat vector that a forward pass returns for one image. */
export const activationOffsets: Readonly<Record<LayerName, number>> = layOutActivations();

/** 9,118: values in the activations of all layers for one image, Input to Output. */
export const activationCount = layers.reduce((sum, layer) => sum + sizeOf(layer), 0);

/** The part of a flat activation vector that belongs to one layer; a view, not a copy. */
export function activationOf(activations: Float32Array, name: LayerName): Float32Array {
  const offset = activationOffsets[name];
  return activations.subarray(offset, offset + sizeOf(layerNamed(name)));
}

function layOutParameters(): ParameterTensor[] {
  const tensors: ParameterTensor[] = [];
  let offset = 0;
  const add = (tensor: Omit<ParameterTensor, 'name' | 'offset' | 'size'>) => {
    const size = tensor.shape.reduce((product, extent) => product * extent, 1);
    tensors.push({ ...tensor, name: `${tensor.layer}/${tensor.role}`, offset, size });
    offset += size;
  };
  for (const layer of layers) {
    const before = layerBefore(layer.name);
    if (!before || (layer.kind !== 'convolution' && layer.kind !== 'dense')) continue;
    const convolution = layer.kind === 'convolution';
    const taps = convolution ? layer.window ** 2 : 1;
    const fanIn = convolution ? taps * before.maps : sizeOf(before);
    const fanOut = taps * layer.maps;
    const shape = convolution ? [layer.window, layer.window, before.maps, layer.maps] : [fanIn, layer.maps];
    add({ layer: layer.name, role: 'kernel', shape, fanIn, fanOut });
    add({ layer: layer.name, role: 'bias', shape: [layer.maps], fanIn, fanOut });
  }
  return tensors;
}

function layOutActivations(): Record<LayerName, number> {
  const offsets = {} as Record<LayerName, number>;
  let offset = 0;
  for (const layer of layers) {
    offsets[layer.name] = offset;
    offset += sizeOf(layer);
  }
  return offsets;
}
