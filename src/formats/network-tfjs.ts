import * as v from 'valibot';
import {
  decodeModel,
  encodeModel,
  modelFileName,
  modelMetadata,
  weightsByteLength,
  weightsFileName,
} from '../lenet/weights.ts';
import { ExpectationError, expectThat, inWords } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { issueError } from '../lib/issue.ts';
import { anotherNetwork, factsOf, networkFrom } from './metadata.ts';
import type { PortableNetwork } from './network-file.ts';
import { parseJson, textOf, utf8 } from './text.ts';
import { packZip } from './zip.ts';

/** A network as TensorFlow.js's layers API has it: model.json and weights.bin, in one archive. */
export function writeNetwork(network: PortableNetwork): Uint8Array<ArrayBuffer> {
  const { modelJson, weightsBin } = encodeModel(network.parameters, factsOf(network));
  return packZip({
    [modelFileName]: utf8(`${JSON.stringify(modelJson, null, 2)}\n`),
    [weightsFileName]: new Uint8Array(weightsBin),
  });
}

/** As much of model.json as is needed to find the weights; `decodeModel` checks the rest. */
const manifestForm = v.object({
  weightsManifest: v.pipe(
    v.array(v.object({ paths: v.pipe(v.array(v.string()), v.maxLength(50)) })),
    v.maxLength(50),
  ),
});

/**
 * @param model bytes of the model.json
 * @param file its name, for messages and as the network's if it has no other
 * @param beside the files that came with it, by name
 * @throws ExpectationError saying what was expected and what came
 */
export function readNetwork(model: Uint8Array, file: string, beside: ReadonlyMap<string, Uint8Array>) {
  const modelJson = parseJson(textOf(model), `${file} is damaged, or no model.json of TensorFlow.js`);
  const manifest = v.safeParse(manifestForm, modelJson);
  if (!manifest.success) {
    throw issueError(`${file} is no model.json of TensorFlow.js`, manifest.issues[0]);
  }
  const paths = manifest.output.weightsManifest.flatMap((group) => group.paths);
  const weights = joined(paths.map((path) => found(path, file, beside)));
  const parameters = decoded(modelJson, weights, file);
  return networkFrom(file, parameters, modelMetadata(modelJson));
}

function decoded(modelJson: unknown, weights: ArrayBuffer, file: string): Float32Array {
  try {
    return decodeModel(modelJson, weights);
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    throw new ExpectationError(`${anotherNetwork(file)}, or is damaged: ${error.message}`);
  }
}

function found(path: string, file: string, beside: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const exact = beside.get(baseName(path));
  if (exact) return exact;
  const others = [...beside.keys()].map(inWords).slice(0, 5).join(', ') || 'no other file';
  throw new ExpectationError(
    `${file}: expected its weights ${inWords(path)} beside it, got ${others}: choose both files at once, or a zip of them`,
  );
}

function joined(files: readonly Uint8Array[]): ArrayBuffer {
  const total = files.reduce((sum, { length }) => sum + length, 0);
  const expected = `${formatCount(weightsByteLength)} bytes`;
  expectThat(total <= weightsByteLength, 'model weights', expected, formatCount(total));
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of files) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}

export function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
