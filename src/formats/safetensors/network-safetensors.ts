import { t } from '../../language/language.ts';
import { ExpectationError, expectThat, inWords } from '../../lib/expect.ts';
import type { Architecture } from '../../network/architecture.ts';
import { areOf, arranged } from '../arrangement.ts';
import { type Axes, fileTensors, shapeOf, valuesOf } from '../file-tensors.ts';
import { anotherNetwork, factsOf, networkFrom } from '../metadata.ts';
import { type PortableNetwork, RunFileError, runVersionKey } from '../network-file.ts';
import { architectureIn } from '../tfjs/weights.ts';
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors.ts';

/** A network as a safetensors file: the tensors of the specification by their names, as they lie. */
export function writeNetwork(network: PortableNetwork): Uint8Array<ArrayBuffer> {
  const tensors = fileTensors(network.architecture).map((tensor): [string, Tensor] => [
    tensor.name,
    { shape: shapeOf(tensor), values: valuesOf(network, tensor) },
  ]);
  return writeSafetensors({ tensors: new Map(tensors), metadata: factsOf(network) });
}

/** Orders in which other software writes all kernels of a network: TensorFlow, Keras and JAX; PyTorch; MLX. */
const orders = ['hwio', 'oihw', 'ohwi'] as const;

/** @throws ExpectationError saying what was expected and what came */
export function readNetwork(bytes: Uint8Array, file: string) {
  const { tensors, metadata } = readSafetensors(bytes, file);
  if (Object.hasOwn(metadata, runVersionKey)) throw new RunFileError(file);
  const architecture = architectureIn(metadata);
  const inOrder = (axes: Axes) => [...tensors].map(([name, tensor]) => ({ ...tensor, name, axes }));
  const axes = orders.find((order) => areOf(architecture, inOrder(order))) ?? 'hwio';
  const parameters = arranged(architecture, inOrder(axes), file);
  const ours = axes === 'hwio' && fileTensors(architecture).every(({ name }) => tensors.has(name));
  if (!ours) expectTold(architecture, metadata, file);
  const rounded = [...tensors.values()].some(({ half }) => half);
  return networkFrom(file, { architecture, parameters }, metadata, rounded);
}

/** What a network of these tensors computes between them. */
function toldOf({ layers }: Architecture): Readonly<Record<string, string>> {
  const activation = layers.find((layer) => layer.kind === 'convolution')?.activation ?? 'none';
  const reduces = layers.some(({ kind }) => kind === 'subsampling') ? 'subsampling' : 'average';
  return { activation, pooling: reduces };
}

/** Tensors do not say what is computed with them: without our names, or a word about it, they could be of another network. */
function expectTold(
  architecture: Architecture,
  metadata: Readonly<Record<string, string>>,
  file: string,
): void {
  const told = toldOf(architecture);
  for (const [key, expected] of Object.entries(told)) {
    const got = metadata[key];
    if (got === undefined) {
      throw new ExpectationError(
        t`${file} has the weights of a ${architecture.name}, but does not say which activation and pooling it uses: save it with metadata=${JSON.stringify(told)} if it uses these, or export it as ONNX`,
      );
    }
    expectThat(
      got.toLowerCase() === expected,
      `${anotherNetwork(file, architecture)}, ${key}`,
      inWords(expected),
      got,
    );
  }
}
