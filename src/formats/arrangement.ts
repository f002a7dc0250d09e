import { ExpectationError, inWords } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { expectFinite } from '../network/answerable.ts';
import { type Architecture, layerBefore, layerNamed, type ParameterTensor } from '../network/architecture.ts';
import { anotherNetwork } from './metadata.ts';

/**
 * The order of a kernel's axes in other software, slowest first: height and width of the window, maps before (in) and
 * of the layer itself (out). Ours is "hwio", as in TensorFlow. A dense layer has the same axes with those of the
 * window and the maps before run together, so a kernel [120, 400] of PyTorch is "oihw", like its convolutions.
 */
export type Axes = 'hwio' | 'oihw' | 'ohwi' | 'ihwo';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A tensor with the order of its axes. */
export interface OrderedTensor extends NamedTensor {
  readonly axes: Axes;
}

type Sides = Readonly<Record<'h' | 'w' | 'i' | 'o', number>>;

function sidesOf(architecture: Architecture, { layer }: ParameterTensor): Sides {
  const { window, maps } = layerNamed(architecture, layer);
  return { h: window, w: window, i: layerBefore(architecture, layer)?.maps ?? 0, o: maps };
}

/** For each value of a kernel in that order, its place in ours. */
export function placesOf(architecture: Architecture, tensor: ParameterTensor, axes: Axes): number[] {
  if (tensor.role !== 'kernel') return Array.from({ length: tensor.size }, (_, at) => at);
  const sides = sidesOf(architecture, tensor);
  const strides: Sides = { o: 1, i: sides.o, w: sides.i * sides.o, h: sides.w * sides.i * sides.o };
  let places = [0];
  for (const axis of axes as Iterable<keyof Sides>) {
    const steps = Array.from({ length: sides[axis] }, (_, at) => at * strides[axis]);
    places = places.flatMap((place) => steps.map((step) => place + step));
  }
  return places;
}

/** Shapes that a tensor may have: axes of one value left out or not, those of a dense layer's input run together. */
function shapesOf(architecture: Architecture, tensor: ParameterTensor, axes: Axes): number[][] {
  const sides = sidesOf(architecture, tensor);
  if (tensor.role !== 'kernel') return [[sides.o]];
  const full = [...axes].map((axis) => sides[axis as keyof Sides]);
  const dense = sides.h * sides.w * sides.i;
  const flat = axes.startsWith('o') ? [sides.o, dense] : [dense, sides.o];
  const isDense = layerNamed(architecture, tensor.layer).kind === 'dense';
  return isDense ? [flat, full] : [full];
}

/** The tensor that has this shape in that order: all ten of LeNet-5 differ. */
function tensorOfShape(
  architecture: Architecture,
  shape: readonly number[],
  axes: Axes,
): ParameterTensor | undefined {
  return architecture.tensors.find((tensor) =>
    shapesOf(architecture, tensor, axes).some((other) => sameShape(other, shape)),
  );
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, at) => side === b[at]);
}

/** Whether these are the network's tensors, whatever their names. */
export function areOf(architecture: Architecture, tensors: readonly OrderedTensor[]): boolean {
  const found = new Set(tensors.map(({ shape, axes }) => tensorOfShape(architecture, shape, axes)));
  return (
    tensors.length === architecture.tensors.length && found.size === tensors.length && !found.has(undefined)
  );
}

/**
 * P floats from tensors that are told apart by their shapes.
 * @throws ExpectationError when they are not the network's, or not finite
 */
export function arranged(
  architecture: Architecture,
  tensors: readonly OrderedTensor[],
  file: string,
): Float32Array {
  if (!areOf(architecture, tensors)) throw otherTensors(architecture, tensors, file);
  const parameters = new Float32Array(architecture.parameterCount);
  for (const { shape, values, axes } of tensors) {
    const tensor = tensorOfShape(architecture, shape, axes) as ParameterTensor;
    placesOf(architecture, tensor, axes).forEach((place, at) => {
      parameters[tensor.offset + place] = values[at] as number;
    });
  }
  expectFinite(architecture, parameters);
  return parameters;
}

/** What is wrong with tensors that are not the network's. */
function otherTensors(
  architecture: Architecture,
  tensors: readonly NamedTensor[],
  file: string,
): ExpectationError {
  const { name, parameterCount, tensors: own } = architecture;
  const refuse = (expected: string, got: string) =>
    new ExpectationError(`${anotherNetwork(file, architecture)}: expected ${expected}, got ${got}`);
  const told = ({ name, shape }: NamedTensor) => `${name.slice(0, 40) || 'one'} ${inWords(shape)}`;
  if (tensors.length !== own.length) {
    const count = (values: number, of: number) => `${of} tensors with ${formatCount(values)} numbers`;
    const total = tensors.reduce((sum, { values }) => sum + values.length, 0);
    const list = tensors.slice(0, 10).map(told).join(', ');
    return refuse(
      `the ${count(parameterCount, own.length)} of ${name}`,
      `${count(total, tensors.length)}${list && ` (${list})`}`,
    );
  }
  const odd = tensors.find(({ shape }) => allAxes.every((axes) => !tensorOfShape(architecture, shape, axes)));
  if (odd) return refuse(`tensors of the shapes of ${name}'s`, told(odd));
  return refuse(`each tensor of ${name} once, all in one order`, tensors.map(told).join(', '));
}

const allAxes: readonly Axes[] = ['hwio', 'oihw', 'ohwi', 'ihwo'];
