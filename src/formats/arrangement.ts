import { t } from '../language/language.ts';
import { ExpectationError, inWords } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { expectFinite } from '../network/answerable.ts';
import type { Architecture } from '../network/architecture.ts';
import { type Axes, type FileTensor, fileTensors, placesIn, shapesOf } from './file-tensors.ts';
import { anotherNetwork } from './metadata.ts';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A tensor with the order of its axes. */
export interface OrderedTensor extends NamedTensor {
  readonly axes: Axes;
}

/**
 * Which of the network's tensors each of these is: by our names where all have them, or else by their shapes, and in
 * turn where some have the same. Undefined for what is none of them, or is there twice.
 */
function tensorsFor(
  architecture: Architecture,
  tensors: readonly OrderedTensor[],
): (FileTensor | undefined)[] {
  const own = fileTensors(architecture);
  const isNamed = own.every(({ name }) => tensors.some((tensor) => tensor.name === name));
  const left = new Set(own);
  return tensors.map(({ name, shape, axes }) => {
    const found = [...left].find(
      (tensor) => (!isNamed || tensor.name === name) && hasShape(tensor, shape, axes),
    );
    if (found) left.delete(found);
    return found;
  });
}

function hasShape(tensor: FileTensor, shape: readonly number[], axes: Axes): boolean {
  return shapesOf(tensor, axes).some(
    (other) => other.length === shape.length && other.every((side, at) => side === shape[at]),
  );
}

/** Whether these are the network's tensors, whatever their names. */
export function areOf(architecture: Architecture, tensors: readonly OrderedTensor[]): boolean {
  const found = tensorsFor(architecture, tensors);
  return found.length === fileTensors(architecture).length && !found.includes(undefined);
}

/**
 * P floats from tensors that are told apart by their names or shapes.
 * @throws ExpectationError when they are not the network's, or not finite
 */
export function arranged(
  architecture: Architecture,
  tensors: readonly OrderedTensor[],
  file: string,
): Float32Array {
  if (!areOf(architecture, tensors)) throw otherTensors(architecture, tensors, file);
  const parameters = new Float32Array(architecture.parameterCount);
  tensorsFor(architecture, tensors).forEach((tensor, index) => {
    const { values, axes } = tensors[index] as OrderedTensor;
    if (tensor)
      take(tensor, values, axes, parameters, `${anotherNetwork(file, architecture)}, ${tensor.name}`);
  });
  expectFinite(architecture, parameters);
  return parameters;
}

/** @throws ExpectationError for values that this network cannot have */
function take(
  tensor: FileTensor,
  values: ArrayLike<number>,
  axes: Axes,
  parameters: Float32Array,
  place: string,
): void {
  const taken = new Map<number, number>();
  placesIn(tensor, axes).forEach((at, from) => {
    const to = tensor.places[at] as number;
    const value = Math.fround(values[from] as number);
    const expected = to < 0 ? (tensor.fixed[at] as number) : (taken.get(to) ?? value);
    if (value !== expected && !Number.isNaN(value)) {
      throw new ExpectationError(t`${place}: expected ${expectedWords(tensor, expected)}, got ${value}`);
    }
    if (to < 0) return;
    if (tensor.form === 'depthwise') taken.set(to, value);
    parameters[to] = value;
  });
}

function expectedWords({ form }: FileTensor, expected: number): string {
  switch (form) {
    case 'convolution':
      return t`${expected} where a map does not read the map before`;
    case 'depthwise':
      return t`one coefficient for the whole window, ${expected} here`;
    default:
      return t`${expected}, which is the same in all of them`;
  }
}

/** What is wrong with tensors that are not the network's. */
function otherTensors(
  architecture: Architecture,
  tensors: readonly NamedTensor[],
  file: string,
): ExpectationError {
  const { name } = architecture;
  const own = fileTensors(architecture);
  const all = own.reduce((sum, { places }) => sum + places.length, 0);
  const refuse = (expected: string, got: string) =>
    new ExpectationError(t`${anotherNetwork(file, architecture)}: expected ${expected}, got ${got}`);
  const told = ({ name, shape }: NamedTensor) => `${name.slice(0, 40) || t`one`} ${inWords(shape)}`;
  if (tensors.length !== own.length) {
    const total = formatCount(tensors.reduce((sum, { values }) => sum + values.length, 0));
    const list = tensors.slice(0, 10).map(told).join(', ');
    return refuse(
      t`the ${own.length} tensors with ${formatCount(all)} numbers of ${name}`,
      `${t`${tensors.length} tensors with ${total} numbers`}${list && ` (${list})`}`,
    );
  }
  const odd = tensors.find(({ shape }) =>
    allAxes.every((axes) => !own.some((tensor) => hasShape(tensor, shape, axes))),
  );
  if (odd) return refuse(t`tensors of the shapes of ${name}'s`, told(odd));
  return refuse(t`each tensor of ${name} once, all in one order`, tensors.map(told).join(', '));
}

const allAxes: readonly Axes[] = ['hwio', 'oihw', 'ohwi', 'ihwo'];
