import * as v from 'valibot';
import { ExpectationError, expectThat, inWords } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { issueError } from '../../lib/issue.ts';
import type { ModelMetadata } from '../../network/provenance.ts';
import { parameterCount, parameterTensors } from '../../network/spec.ts';
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

/** 246,824. */
export const weightsByteLength = parameterCount * Float32Array.BYTES_PER_ELEMENT;

/**
 * @param parameters P floats
 * @throws ExpectationError on another length or values that are not finite
 */
export function encodeModel(
  parameters: Float32Array,
  metadata: ModelMetadata = {},
): { readonly modelJson: ModelJson; readonly weightsBin: ArrayBuffer } {
  const { length } = parameters;
  expectThat(length === parameterCount, 'model weights', `${parameterCount} floats`, length);
  expectFinite(parameters);
  const modelJson: ModelJson = {
    format: 'layers-model',
    generatedBy: 'LeNet Lab',
    convertedBy: null,
    userDefinedMetadata: metadata,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 'LeNet5', layers: topologyLayers },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [
      {
        paths: [weightsFileName],
        weights: parameterTensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  };
  return { modelJson, weightsBin: Float32Array.from(parameters).buffer };
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
 * @returns P floats, a copy
 * @throws ExpectationError saying what was expected and what came
 */
export function decodeModel(modelJson: unknown, weightsBin: ArrayBuffer): Float32Array {
  const parsed = v.safeParse(fileSchema, modelJson);
  if (!parsed.success) throw issueError(modelFileName, parsed.issues[0]);
  const { modelTopology, weightsManifest } = parsed.output;
  expectTopology(modelTopology.config.layers);

  const tensors = weightsManifest.flatMap(({ weights }) => weights);
  expectThat(
    tensors.length === parameterTensors.length,
    'model weights',
    `${parameterTensors.length} tensors`,
    tensors.length,
  );
  parameterTensors.forEach(({ name, shape }, index) => {
    const tensor = tensors[index];
    expectThat(tensor?.name === name, `model weights, tensor ${index}`, name, tensor?.name);
    const same = tensor.shape.length === shape.length && shape.every((side, i) => side === tensor.shape[i]);
    expectThat(same, `model weights, shape of ${name}`, inWords(shape), tensor.shape);
  });

  if (weightsBin.byteLength !== weightsByteLength) {
    const [expected, got] = [formatCount(weightsByteLength), formatCount(weightsBin.byteLength)];
    throw new ExpectationError(`model weights: expected ${expected} bytes, got ${got}`);
  }
  const parameters = new Float32Array(weightsBin.slice(0));
  expectFinite(parameters);
  return parameters;
}

const metadataSchema = v.object({
  userDefinedMetadata: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});

/** What model.json says about the model; empty where it says nothing, or nothing in this form. */
export function modelMetadata(modelJson: unknown): ModelMetadata {
  const parsed = v.safeParse(metadataSchema, modelJson);
  return parsed.success ? parsed.output.userDefinedMetadata : {};
}

/** @throws ExpectationError naming the tensor and the value */
export function expectFinite(parameters: Float32Array): void {
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  const tensor = parameterTensors.find(({ offset, size }) => wrong < offset + size);
  const place = `model weights, ${tensor?.name}, value ${wrong - (tensor?.offset ?? 0)}`;
  expectThat(false, place, 'a finite number', parameters[wrong]);
}
