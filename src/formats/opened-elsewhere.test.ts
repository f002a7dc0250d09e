import { safetensors } from '@jax-js/loaders';
import { type Architecture, activationOffset } from '../network/architecture.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { unzipSync } from 'fflate';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { lenet5 } from '../network/lenet-5.ts';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import { digit28, digitSide, digitSize, inputSide, inputSize, padToInput32 } from '../network/rasters.ts';
import { referenceForwardDigits } from '../network/reference/reference.ts';
import { learnableDigits } from '../run/test-support/digits.ts';
import { testNetwork } from './network.fixture.ts';
import { exportNetwork } from './networks.ts';

/** Each file is opened by the software that it is for, and has to give the reference's answers. */

// Or it prints an advertisement of another package on first use.
tf.env().set('IS_TEST', true);
ort.env.logLevel = 'error';

const count = 100;
const { digits } = learnableDigits(count);
const networks = [lenet5, lenet5Of1998].map((architecture) => testNetwork({ architecture }));

const digitAt = (index: number) => digit28(digits.subarray(index * digitSize, (index + 1) * digitSize));
const padded = new Float32Array(count * inputSize);
for (let index = 0; index < count; index++) padded.set(padToInput32(digitAt(index)), index * inputSize);

const answers = new Map(
  networks.map(({ architecture, parameters }) => {
    const { activationCount } = architecture;
    const all = referenceForwardDigits(architecture, parameters, digits);
    const offset = activationOffset(architecture, 'Output');
    return [
      architecture,
      Float64Array.from(
        { length: count * 10 },
        (_, at) => all[Math.floor(at / 10) * activationCount + offset + (at % 10)] as number,
      ),
    ] as const;
  }),
);

/** Logits that are squared distances reach 300, where a 32-bit float is exact to 1e-5. */
const tolerances = new Map<Architecture, number>([
  [lenet5, 1e-5],
  [lenet5Of1998, 1e-4],
]);

function expectAnswers(got: ArrayLike<number>, architecture: Architecture = lenet5) {
  const expected = answers.get(architecture) ?? new Float64Array();
  expect(got.length).toBe(expected.length);
  const farthest = expected.reduce(
    (most, value, at) => Math.max(most, Math.abs((got[at] as number) - value)),
    0,
  );
  expect(farthest).toBeLessThan(tolerances.get(architecture) ?? 0);
  // They are answers to the digits, not one and the same.
  expect(new Set(Array.from(got, (value) => value.toFixed(4))).size).toBeGreaterThan(count);
}

test.each(networks)(
  'ONNX Runtime opens our .onnx of $architecture.name and answers 100 digits',
  async (network) => {
    const { bytes } = await exportNetwork(network, 'onnx');
    const session = await ort.InferenceSession.create(bytes);
    const images = Float32Array.from(digits, (byte) => byte / 255);
    const image = new ort.Tensor('float32', images, [count, 1, digitSide, digitSide]);
    const { probabilities } = await session.run({ image });
    expect(probabilities?.dims).toEqual([count, 10]);
    expectAnswers(probabilities?.data as Float32Array, network.architecture);
  },
);

test.each(networks)(
  'tf.loadLayersModel opens our model.json of $architecture.name and answers 100 digits',
  async (network) => {
    const files = unzipSync((await exportNetwork(network, 'tfjs')).bytes);
    const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files['model.json']));
    expect(weightsManifest[0].paths).toEqual(['weights.bin']);
    const [weightSpecs, weightData] = [weightsManifest[0].weights, files['weights.bin']?.slice().buffer];
    if (!weightData) throw new Error('expected weights.bin in the zip');
    const model = await loadLayersModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
    const answer = model.predict(tf.tensor4d(padded, [count, inputSide, inputSide, 1])) as tf.Tensor;
    expectAnswers(await answer.data(), network.architecture);
  },
);

test('the reader of jax-js opens our .safetensors; its tensors answer 100 digits within 1e-5', async () => {
  const network = testNetwork();
  const { tensors, metadata } = safetensors.parse((await exportNetwork(network, 'safetensors')).bytes);
  expect(metadata?.name).toBe(network.name);
  expect(JSON.parse(metadata?.provenance ?? '')).toEqual(network.provenance);
  const named = (name: string) => {
    const { shape, data } = tensors[name] as safetensors.Tensor;
    return tf.tensor(data as Float32Array, shape);
  };
  const answer = tf.tidy(() => {
    const image = tf.tensor4d(padded, [count, inputSide, inputSide, 1]);
    const convolved = (input: tf.Tensor4D, layer: string) =>
      tf.tanh(
        tf.add(tf.conv2d(input, named(`${layer}/kernel`) as tf.Tensor4D, 1, 'valid'), named(`${layer}/bias`)),
      );
    const dense = (input: tf.Tensor2D, layer: string) =>
      tf.add(
        tf.matMul(input, named(`${layer}/kernel`) as tf.Tensor2D),
        named(`${layer}/bias`),
      ) as tf.Tensor2D;
    const s2 = tf.avgPool(convolved(image, 'C1') as tf.Tensor4D, 2, 2, 'valid');
    const s4 = tf.avgPool(convolved(s2, 'C3') as tf.Tensor4D, 2, 2, 'valid');
    const c5 = tf.tanh(dense(tf.reshape(s4, [count, -1]), 'C5'));
    const f6 = tf.tanh(dense(c5, 'F6'));
    return tf.softmax(dense(f6, 'Output'));
  });
  expectAnswers(await answer.data());
});
