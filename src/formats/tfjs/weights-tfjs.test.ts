import { activationOffset } from '../../network/architecture.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digit28, digitSize, inputSide, padToInput32 } from '../../network/rasters.ts';
import { referenceForward } from '../../network/reference/reference.ts';
import { decodeModel, encodeModel } from './weights.ts';

// Or it prints an advertisement of another package on first use.
tf.env().set('IS_TEST', true);

const random = randomFromSeed(2);
const parameters = initialParameters(lenet5, random).map((value) => value + 0.05 * random.normal());

async function openInTensorFlow() {
  const { modelJson, weightsBin } = encodeModel({ architecture: lenet5, parameters: parameters });
  const file = JSON.parse(JSON.stringify(modelJson));
  return loadLayersModel({
    load: async () => ({
      modelTopology: file.modelTopology,
      weightSpecs: file.weightsManifest[0].weights,
      weightData: weightsBin,
    }),
  });
}

test('tf.loadLayersModel opens our files and answers as the reference does within 1e-5', async () => {
  const model = await openInTensorFlow();
  const input = padToInput32(digit28(Uint8Array.from({ length: digitSize }, () => random.integer(0, 255))));
  const answer = model.predict(tf.tensor4d(input, [1, inputSide, inputSide, 1])) as tf.Tensor;
  const reference = referenceForward(lenet5, parameters, input).subarray(activationOffset(lenet5, 'Output'));
  const got = await answer.data();
  expect(got.length).toBe(10);
  reference.forEach((probability, i) => {
    expect(Math.abs((got[i] as number) - probability)).toBeLessThan(1e-5);
  });
});

test('what TensorFlow.js itself saves of the network, decodeModel opens with the same bits', async () => {
  const model = await openInTensorFlow();
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  const json: unknown = JSON.parse(
    JSON.stringify({
      format: 'layers-model',
      modelTopology: saved?.modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights: saved?.weightSpecs }],
    }),
  );
  expect(decodeModel(json, saved?.weightData as ArrayBuffer).parameters).toEqual(parameters);
});
