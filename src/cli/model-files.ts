import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestKey, expectDigest, weightsDigest } from '../formats/tfjs/digest.ts';
import {
  decodeModel,
  encodeModel,
  modelFileName,
  modelMetadata,
  weightsFileName,
} from '../formats/tfjs/weights.ts';
import { messageOf } from '../lib/expect.ts';
import type { Network } from '../network/architecture.ts';
import type { ModelMetadata } from '../network/provenance.ts';

/** The folder of the model that the page opens. */
export const shippedModelFolder = fileURLToPath(new URL('../../public/models/lenet5', import.meta.url));

interface StoredModel extends Network {
  readonly metadata: ModelMetadata;
}

/**
 * Reads a model from disk.
 * @param path its folder, or its model.json
 * @throws Error saying what was expected and what came
 */
export async function readModel(path: string): Promise<StoredModel> {
  const folder = path.endsWith('.json') ? dirname(path) : path;
  const text = await readOrExplain(path.endsWith('.json') ? path : join(path, modelFileName));
  const modelJson = parseOrExplain(text.toString('utf8'));
  const weights = await readOrExplain(join(folder, weightsFileName));
  // Small files come as parts of a buffer that Node shares among them.
  const bytes = new Uint8Array(weights).buffer;
  const network = decodeModel(modelJson, bytes);
  expectDigest(modelJson, weightsDigest(bytes));
  return { ...network, metadata: modelMetadata(modelJson) };
}

/** Writes both files, the weights' digest among the metadata; each appears whole or not at all. */
export async function writeModel(folder: string, { metadata, ...network }: StoredModel): Promise<void> {
  const { weightsBin } = encodeModel(network);
  const { modelJson } = encodeModel(network, { ...metadata, [digestKey]: weightsDigest(weightsBin) });
  await mkdir(folder, { recursive: true });
  await replace(join(folder, weightsFileName), new Uint8Array(weightsBin));
  await replace(join(folder, modelFileName), `${JSON.stringify(modelJson, null, 2)}\n`);
}

async function replace(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

async function readOrExplain(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`model: expected a file ${path}, got ${messageOf(error)} (npm run train:model makes it)`);
  }
}

function parseOrExplain(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${modelFileName}: expected JSON, got ${messageOf(error)}`);
  }
}
