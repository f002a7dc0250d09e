/**
 * A network as a value: its layers, and what follows from them. Reference, formats, engines, pictures and stored
 * records take one and hold no network of their own; {@link ./lenet-5.ts} is the one that the app has.
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
}

/** What computes: an architecture with its parameters, P floats. */
export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Float32Array;
}

export interface Layer {
  readonly name: string;
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

/** One tensor of trainable parameters and its place in the flat parameter vector. */
export interface ParameterTensor {
  /** As in the TensorFlow.js weights manifest: "C1/kernel", "C1/bias". */
  readonly name: string;
  readonly layer: string;
  readonly role: 'kernel' | 'bias';
  /** Convolution kernels [height, width, in, out]; dense kernels [in, out]; biases [out]. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** Values that one output unit reads, and units that read one input: for initialisation. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Lays out parameters and activations of the layers, one after the other. */
export function architectureOf(id: string, name: string, layers: readonly Layer[]): Architecture {
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
    if (!before || (layer.kind !== 'convolution' && layer.kind !== 'dense')) return;
    const convolution = layer.kind === 'convolution';
    const taps = convolution ? layer.window ** 2 : 1;
    const fanIn = convolution ? taps * before.maps : sizeOf(before);
    const fanOut = taps * layer.maps;
    const shape = convolution ? [layer.window, layer.window, before.maps, layer.maps] : [fanIn, layer.maps];
    add({ layer: layer.name, role: 'kernel', shape, fanIn, fanOut });
    add({ layer: layer.name, role: 'bias', shape: [layer.maps], fanIn, fanOut });
  });
  return { id, name, layers, tensors, parameterCount, activationOffsets, activationCount };
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

/** The layer of the probabilities: one unit a class. */
export function outputOf({ layers }: Architecture): Layer {
  return layers.at(-1) as Layer;
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
