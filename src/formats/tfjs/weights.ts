import * as v from 'valibot';
import { t } from '../../language/language.ts';
import { ExpectationError, expectThat, inWords } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { expectFinite } from '../../network/answerable.ts';
import type { Architecture, Network } from '../../network/architecture.ts';
import { architectureNamed, architectureTag } from '../../network/architecture-names.ts';
import type { ModelMetadata } from '../../network/provenance.ts';
import { arranged } from '../arrangement.ts';
import { fileTensors, shapeOf, valuesOf } from '../file-tensors.ts';
import { inForm } from '../form.ts';
import { expectTopology, type TopologyLayer, topologyLayers } from './topology.ts';

/**
 * The network on disk: TensorFlow.js's layers format, so that `tf.loadLayersModel` opens it. Two files:
 * model.json (topology and a manifest of the tensors) and weights.bin (float32, little-endian, the
 * tensors one after the other in the order of the specification).
 */

export interface ModelJson {
  readonly format: 'layers-model';
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly userDefinedMetadata: ModelMetadata;
  readonly modelTopology: {
    readonly class_name: 'Sequential';
    readonly config: { readonly name: string; readonly layers: readonly TopologyLayer[] };
    readonly keras_version: string;
    readonly backend: string;
  };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly {
      readonly name: string;
      readonly shape: readonly number[];
      readonly dtype: 'float32';
    }[];
  }[];
}

export const modelFileName = 'model.json';
export const weightsFileName = 'weights.bin';

/** Of weights.bin: 246,824 for LeNet-5. */
export function weightsByteLength(architecture: Architecture): number {
  const values = fileTensors(architecture).reduce((sum, { places }) => sum + places.length, 0);
  return values * Float32Array.BYTES_PER_ELEMENT;
}

/**
 * @throws ExpectationError on another length or values that are not finite
 */
export function encodeModel(
  network: Network,
  metadata: ModelMetadata = {},
): { readonly modelJson: ModelJson; readonly weightsBin: ArrayBuffer } {
  const { architecture, parameters } = network;
  const { length } = parameters;
  const { parameterCount, name } = architecture;
  expectThat(length === parameterCount, t`model weights`, t`${parameterCount} floats`, length);
  expectFinite(architecture, parameters);
  const tensors = fileTensors(architecture);
  const modelJson: ModelJson = {
    format: 'layers-model',
    generatedBy: 'LeNet Lab',
    convertedBy: null,
    userDefinedMetadata: { ...metadata, ...architectureTag(architecture) },
    modelTopology: {
      class_name: 'Sequential',
      config: { name: name.replace(/[^A-Za-z0-9]/g, ''), layers: topologyLayers(architecture) },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [
      {
        paths: [weightsFileName],
        weights: tensors.map((tensor) => ({ name: tensor.name, shape: shapeOf(tensor), dtype: 'float32' })),
      },
    ],
  };
  const values = tensors.flatMap((tensor) => Array.from(valuesOf(network, tensor)));
  return { modelJson, weightsBin: Float32Array.from(values).buffer };
}

const fileSchema = v.object({
  format: v.literal('layers-model'),
  modelTopology: v.object({
    class_name: v.literal('Sequential'),
    config: v.object({
      layers: v.array(v.object({ class_name: v.string(), config: v.record(v.string(), v.unknown()) })),
    }),
  }),
  weightsManifest: v.array(
    v.object({
      paths: v.array(v.string()),
      weights: v.array(
        v.object({ name: v.string(), shape: v.array(v.number()), dtype: v.literal('float32') }),
      ),
    }),
  ),
});

/**
 * The parameters of a model, after everything about it has been checked.
 * @param modelJson the parsed model.json, from anywhere
 * @param weightsBin the bytes of all files that its manifest names, joined
 * @returns the parameters are a copy
 * @throws ExpectationError saying what was expected and what came
 */
export function decodeModel(modelJson: unknown, weightsBin: ArrayBuffer): Network {
  const { modelTopology, weightsManifest } = inForm(fileSchema, modelJson, modelFileName);
  const architecture = architectureIn(modelMetadata(modelJson));
  expectTopology(architecture, modelTopology.config.layers);

  const expected = fileTensors(architecture);
  const tensors = weightsManifest.flatMap(({ weights }) => weights);
  expectThat(
    tensors.length === expected.length,
    t`model weights`,
    t`${expected.length} tensors`,
    tensors.length,
  );
  expected.forEach((own, index) => {
    const [{ name }, shape] = [own, shapeOf(own)];
    const tensor = tensors[index];
    expectThat(tensor?.name === name, t`model weights, tensor ${index}`, name, tensor?.name);
    const same = tensor.shape.length === shape.length && shape.every((side, i) => side === tensor.shape[i]);
    expectThat(same, t`model weights, shape of ${name}`, inWords(shape), tensor.shape);
  });

  const bytes = weightsByteLength(architecture);
  if (weightsBin.byteLength !== bytes) {
    const got = formatCount(weightsBin.byteLength);
    throw new ExpectationError(t`model weights: expected ${formatCount(bytes)} bytes, got ${got}`);
  }
  let at = 0;
  const read = tensors.map(({ name, shape }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = new Float32Array(weightsBin.slice(4 * at, 4 * (at + size)));
    at += size;
    return { name, shape, values, axes: 'hwio' as const };
  });
  return { architecture, parameters: arranged(architecture, read, modelFileName) };
}

const metadataSchema = v.object({
  userDefinedMetadata: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});

/** What model.json says about the model; empty where it says nothing, or nothing in this form. */
export function modelMetadata(modelJson: unknown): ModelMetadata {
  const parsed = v.safeParse(metadataSchema, modelJson);
  return parsed.success ? parsed.output.userDefinedMetadata : {};
}

/** Which network a file says that it holds. @throws ExpectationError for one that this version does not know */
export function architectureIn({ architecture }: ModelMetadata): Architecture {
  return architectureNamed(architecture === undefined ? undefined : String(architecture));
}
