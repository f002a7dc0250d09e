import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lenet5 } from '../network/lenet-5.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { readModel, shippedModelFolder, writeModel } from './model-files.ts';

// Or it prints an advertisement of another package on first use.
tf.env().set('IS_TEST', true);

const model = {
  architecture: lenet5,
  parameters: initialParameters(lenet5, randomFromSeed(5)),
  metadata: { seed: 5 },
};
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a model is read as it was written, by its folder or by its model.json', async () => {
  const place = join(folder, 'new', 'model');
  await writeModel(place, model);
  const { parameters, metadata } = await readModel(place);
  expect(parameters).toEqual(model.parameters);
  expect(metadata).toEqual({ ...model.metadata, weights_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await readModel(join(place, 'model.json'))).toEqual({ architecture: lenet5, parameters, metadata });
  expect((await readdir(place)).sort()).toEqual(['model.json', 'weights.bin']);
});

test('a missing model, and one that is no JSON, are explained', async () => {
  await expect(readModel(join(folder, 'none'))).rejects.toThrow(
    /model: expected a file .*train:model makes it/,
  );
  const place = join(folder, 'damaged');
  await writeModel(place, model);
  await writeFile(join(place, 'model.json'), '{');
  await expect(readModel(place)).rejects.toThrow('model.json: expected JSON, got');
});

test('weights that are not those of model.json are refused, by one bit', async () => {
  const place = join(folder, 'mixed');
  await writeModel(place, model);
  const weights = await readFile(join(place, 'weights.bin'));
  weights[2] = (weights[2] as number) ^ 1;
  await writeFile(join(place, 'weights.bin'), weights);
  await expect(readModel(place)).rejects.toThrow(/weights.bin: expected SHA-256 [0-9a-f]{12}\.\.\., got/);
});

test('TensorFlow.js opens what is written, digest and all', async () => {
  const place = join(folder, 'tensorflow');
  await writeModel(place, model);
  const file = JSON.parse(await readFile(join(place, 'model.json'), 'utf8'));
  const weights = await readFile(join(place, 'weights.bin'));
  const opened = await loadLayersModel({
    load: async () => ({
      modelTopology: file.modelTopology,
      weightSpecs: file.weightsManifest[0].weights,
      weightData: new Uint8Array(weights).buffer,
      userDefinedMetadata: file.userDefinedMetadata,
    }),
  });
  expect(opened.countParams()).toBe(61_706);
  opened.dispose();
});

test('the shipped model opens and says how it was validated', async () => {
  const { metadata } = await readModel(shippedModelFolder);
  expect(metadata.validationAccuracy).toBeGreaterThan(0.985);
});
