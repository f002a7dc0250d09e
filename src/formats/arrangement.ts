import { ExpectationError, inWords } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import {
  layerBefore,
  layerNamed,
  type ParameterTensor,
  parameterCount,
  parameterTensors,
} from '../network/spec.ts';
import { anotherNetwork } from './metadata.ts';
import { expectFinite } from './tfjs/weights.ts';

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

interface Sides {
  readonly h: number;
  readonly w: number;
  readonly i: number;
  readonly o: number;
}

function sidesOf({ layer }: ParameterTensor): Sides {
  const { window, maps } = layerNamed(layer);
  return { h: window, w: window, i: layerBefore(layer)?.maps ?? 0, o: maps };
}

/** For each value of a kernel in that order, its place in ours. */
export function placesOf(tensor: ParameterTensor, axes: Axes): number[] {
  if (tensor.role === 'bias') return Array.from({ length: tensor.size }, (_, at) => at);
  const sides = sidesOf(tensor);
  const strides: Sides = { o: 1, i: sides.o, w: sides.i * sides.o, h: sides.w * sides.i * sides.o };
  let places = [0];
  for (const axis of axes as Iterable<keyof Sides>) {
    const steps = Array.from({ length: sides[axis] }, (_, at) => at * strides[axis]);
    places = places.flatMap((place) => steps.map((step) => place + step));
  }
  return places;
}

/** Shapes that a tensor may have: axes of one value left out or not, those of a dense layer's input run together. */
function shapesOf(tensor: ParameterTensor, axes: Axes): number[][] {
  const sides = sidesOf(tensor);
  if (tensor.role === 'bias') return [[sides.o]];
  const full = [...axes].map((axis) => sides[axis as keyof Sides]);
  const dense = sides.h * sides.w * sides.i;
  const flat = axes.startsWith('o') ? [sides.o, dense] : [dense, sides.o];
  const isDense = layerNamed(tensor.layer).kind === 'dense';
  return isDense ? [flat, full] : [full];
}

/** The tensor of LeNet-5 that has this shape in that order: all ten differ. */
export function tensorOfShape(shape: readonly number[], axes: Axes): ParameterTensor | undefined {
  return parameterTensors.find((tensor) => shapesOf(tensor, axes).some((other) => sameShape(other, shape)));
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, at) => side === b[at]);
}

/** Whether these are the ten tensors of LeNet-5 in that order, whatever their names. */
export function areLeNet(tensors: readonly NamedTensor[], axes: Axes): boolean {
  const found = new Set(tensors.map(({ shape }) => tensorOfShape(shape, axes)));
  return tensors.length === parameterTensors.length && found.size === tensors.length && !found.has(undefined);
}

/**
 * P floats from tensors that are told apart by their shapes.
 * @throws ExpectationError when they are not the ten of LeNet-5, or not finite
 */
export function arranged(tensors: readonly NamedTensor[], axes: Axes, file: string): Float32Array {
  if (!areLeNet(tensors, axes)) throw otherTensors(tensors, file);
  const parameters = new Float32Array(parameterCount);
  for (const { shape, values } of tensors) {
    const tensor = tensorOfShape(shape, axes);
    if (tensor) put(parameters, tensor, values, axes);
  }
  expectFinite(parameters);
  return parameters;
}

export function put(
  parameters: Float32Array,
  tensor: ParameterTensor,
  values: ArrayLike<number>,
  axes: Axes,
): void {
  placesOf(tensor, axes).forEach((place, at) => {
    parameters[tensor.offset + place] = values[at] as number;
  });
}

/** What is wrong with tensors that are not those of LeNet-5. */
export function otherTensors(tensors: readonly NamedTensor[], file: string): ExpectationError {
  const refuse = (expected: string, got: string) =>
    new ExpectationError(`${anotherNetwork(file)}: expected ${expected}, got ${got}`);
  const told = ({ name, shape }: NamedTensor) => `${name.slice(0, 40) || 'one'} ${inWords(shape)}`;
  if (tensors.length !== parameterTensors.length) {
    const count = (values: number, of: number) => `${of} tensors with ${formatCount(values)} numbers`;
    const total = tensors.reduce((sum, { values }) => sum + values.length, 0);
    const list = tensors.slice(0, 10).map(told).join(', ');
    return refuse(
      `the ${count(parameterCount, parameterTensors.length)} of LeNet-5`,
      `${count(total, tensors.length)}${list && ` (${list})`}`,
    );
  }
  const odd = tensors.find(({ shape }) => allAxes.every((axes) => !tensorOfShape(shape, axes)));
  if (odd) return refuse("tensors of the shapes of LeNet-5's", told(odd));
  return refuse('each tensor of LeNet-5 once, all in one order', tensors.map(told).join(', '));
}

const allAxes: readonly Axes[] = ['hwio', 'oihw', 'ohwi', 'ihwo'];
