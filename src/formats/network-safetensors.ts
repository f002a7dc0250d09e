import { parameterCount, parameterTensors } from '../lenet/spec.ts';
import { expectFinite } from '../lenet/weights.ts';
import { expectThat, inWords } from '../lib/expect.ts';
import { anotherNetwork, factsOf, networkFrom } from './metadata.ts';
import { type PortableNetwork, RunFileError, runVersionKey } from './network-file.ts';
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors.ts';

/** A network as a safetensors file: the tensors of the specification by their names, as they lie. */
export function writeNetwork(network: PortableNetwork): Uint8Array<ArrayBuffer> {
  const tensors = parameterTensors.map(({ name, shape, offset, size }): [string, Tensor] => [
    name,
    { shape, values: network.parameters.subarray(offset, offset + size) },
  ]);
  return writeSafetensors({ tensors: new Map(tensors), metadata: factsOf(network) });
}

/** @throws ExpectationError saying what was expected and what came */
export function readNetwork(bytes: Uint8Array, file: string) {
  const { tensors, metadata } = readSafetensors(bytes, file);
  if (Object.hasOwn(metadata, runVersionKey)) throw new RunFileError(file);
  const other = anotherNetwork(file);
  const expected = `the ${parameterTensors.length} tensors of LeNet-5`;
  expectThat(tensors.size === parameterTensors.length, other, expected, tensors.size);
  const parameters = new Float32Array(parameterCount);
  for (const { name, shape, offset } of parameterTensors) {
    const tensor = tensors.get(name);
    expectThat(tensor !== undefined, other, `a tensor ${name}`, [...tensors.keys()]);
    expectThat(tensor.values instanceof Float32Array, `${file}, ${name}`, 'F32', 'F64');
    const same = tensor.shape.length === shape.length && shape.every((side, i) => side === tensor.shape[i]);
    expectThat(same, `${other}, shape of ${name}`, inWords(shape), tensor.shape);
    parameters.set(tensor.values, offset);
  }
  expectFinite(parameters);
  return networkFrom(file, parameters, metadata);
}
