import {
  type Architecture,
  type Layer,
  layerBefore,
  layerNamed,
  type Network,
  type ParameterTensor,
  readersOf,
} from '../network/architecture.ts';
import { logitWeights } from '../network/logits.ts';

/**
 * The order of a kernel's axes in other software, slowest first: height and width of the window, maps before (in) and
 * of the layer itself (out). Ours is "hwio", as in TensorFlow. A dense layer has the same axes with those of the
 * window and the maps before run together, so a kernel [120, 400] of PyTorch is "oihw", like its convolutions.
 */
export type Axes = 'hwio' | 'oihw' | 'ohwi' | 'ihwo';

type Sides = Readonly<Record<'h' | 'w' | 'i' | 'o', number>>;

/**
 * A tensor as files have it, for software that knows full kernels only:
 *
 * - a kernel that reads some maps is 0 where it reads none;
 * - a coefficient is a depthwise kernel with the same value all over its window;
 * - the output of RBF units is a dense layer, kernel 2 w and bias -|w|^2: its logits lack -|x|^2, which all classes
 *   share, so that the probabilities are the same.
 */
export interface FileTensor {
  /** As Keras calls it: "C3/kernel", "S2/depthwise_kernel". */
  readonly name: string;
  readonly form: 'convolution' | 'depthwise' | 'dense' | 'bias';
  readonly sides: Sides;
  /** For each value in the order "hwio": its place among the parameters, or -1 where it is the same in all networks. */
  readonly places: Int32Array;
  /** What it is there. */
  readonly fixed: Float32Array;
}

const known = new WeakMap<Architecture, readonly FileTensor[]>();

/** The tensors of a network's files, in their order. */
export function fileTensors(architecture: Architecture): readonly FileTensor[] {
  const made =
    known.get(architecture) ?? architecture.layers.flatMap((layer) => tensorsOf(architecture, layer));
  known.set(architecture, made);
  return made;
}

function tensorsOf(architecture: Architecture, layer: Layer): FileTensor[] {
  const trained = architecture.tensors.filter((tensor) => tensor.layer === layer.name);
  return layer.kind === 'rbf'
    ? centreTensors(architecture, layer)
    : trained.map((tensor) => trainedTensor(architecture, tensor));
}

function trainedTensor(architecture: Architecture, tensor: ParameterTensor): FileTensor {
  const { role, layer: name, offset } = tensor;
  const layer = layerNamed(architecture, name);
  const before = layerBefore(architecture, name) as Layer;
  const { window, maps } = layer;
  switch (role) {
    case 'bias':
      return placed(tensor.name, 'bias', { h: 1, w: 1, i: 1, o: maps }, (at) => offset + at);
    case 'coefficient': {
      const sides = { h: window, w: window, i: 1, o: maps };
      return placed(`${name}/depthwise_kernel`, 'depthwise', sides, (at) => offset + (at % maps));
    }
    case 'kernel': {
      const sides = { h: window, w: window, i: before.maps, o: maps };
      if (layer.kind !== 'convolution') return placed(tensor.name, 'dense', sides, (at) => offset + at);
      const pairs = readersOf(layer, before).flatMap((read, source) =>
        read.map((map) => source * maps + map),
      );
      const pairAt = new Map(pairs.map((place, pair) => [place, pair]));
      const plane = before.maps * maps;
      return placed(tensor.name, 'convolution', sides, (at) => {
        const pair = pairAt.get(at % plane);
        return pair === undefined ? -1 : offset + Math.floor(at / plane) * pairs.length + pair;
      });
    }
  }
}

function placed(
  name: string,
  form: FileTensor['form'],
  sides: Sides,
  placeOf: (at: number) => number,
): FileTensor {
  const places = Int32Array.from({ length: sides.h * sides.w * sides.i * sides.o }, (_, at) => placeOf(at));
  return { name, form, sides, places, fixed: new Float32Array(places.length) };
}

function centreTensors(architecture: Architecture, { name, maps }: Layer): FileTensor[] {
  const { before, weight, bias } = logitWeights({ architecture, parameters: new Float32Array() });
  const fixed = (role: 'dense' | 'bias', i: number, value: (at: number) => number): FileTensor => ({
    ...placed(`${name}/${role === 'dense' ? 'kernel' : role}`, role, { h: 1, w: 1, i, o: maps }, () => -1),
    fixed: Float32Array.from({ length: i * maps }, (_, at) => value(at)),
  });
  return [
    fixed('dense', before.maps, (at) => weight(Math.floor(at / maps), at % maps)),
    fixed('bias', 1, bias),
  ];
}

/** The shape in which it is written; all that it may have in a file are {@link shapesOf}. */
export function shapeOf(tensor: FileTensor, axes: Axes = 'hwio'): readonly number[] {
  return shapesOf(tensor, axes)[0] as readonly number[];
}

/** Shapes that a tensor may have: axes of one value left out or not, those of a dense layer's input run together. */
export function shapesOf({ form, sides }: FileTensor, axes: Axes): number[][] {
  const { h, w, i, o } = sides;
  const full = [...axes].map((axis) => sides[axis as keyof Sides]);
  switch (form) {
    case 'bias':
      return [[o]];
    case 'convolution':
      return [full];
    case 'depthwise':
      // Keras has the maps before the values for each of them.
      return [axes === 'hwio' ? [h, w, o, i] : full];
    case 'dense':
      return [axes.startsWith('o') ? [o, h * w * i] : [h * w * i, o], full];
  }
}

/** For each value of a kernel in that order, its place in the order "hwio". */
export function placesIn({ form, sides, places }: FileTensor, axes: Axes): number[] {
  if (form === 'bias') return Array.from(places, (_, at) => at);
  const strides: Sides = { o: 1, i: sides.o, w: sides.i * sides.o, h: sides.w * sides.i * sides.o };
  let found = [0];
  for (const axis of axes as Iterable<keyof Sides>) {
    const steps = Array.from({ length: sides[axis] }, (_, at) => at * strides[axis]);
    found = found.flatMap((place) => steps.map((step) => place + step));
  }
  return found;
}

/** What a file has for it, in that order. */
export function valuesOf(
  { parameters }: Network,
  tensor: FileTensor,
  axes: Axes = 'hwio',
): Float32Array<ArrayBuffer> {
  const { places, fixed } = tensor;
  return Float32Array.from(placesIn(tensor, axes), (at) => {
    const place = places[at] as number;
    return (place < 0 ? fixed[at] : parameters[place]) as number;
  });
}
