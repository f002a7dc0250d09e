import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { initialParameters } from '../lenet/initialise.ts';
import { randomFromSeed } from '../lib/random.ts';
import { readModel, shippedModelFolder, writeModel } from './model-files.ts';

const model = { parameters: initialParameters(randomFromSeed(5)), metadata: { seed: 5 } };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a model is read as it was written, by its folder or by its model.json', async () => {
  const place = join(folder, 'new', 'model');
  await writeModel(place, model);
  expect(await readModel(place)).toEqual(model);
  expect(await readModel(join(place, 'model.json'))).toEqual(model);
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

test('the shipped model opens and says how it was validated', async () => {
  const { metadata } = await readModel(shippedModelFolder);
  expect(metadata.validationAccuracy).toBeGreaterThan(0.985);
});
