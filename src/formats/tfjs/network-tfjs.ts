import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import { t } from '../../language/language.ts';
import { ExpectationError, inWords } from '../../lib/expect.ts';
import { arranged } from '../arrangement.ts';
import { inForm } from '../form.ts';
import { factsOf, networkFrom } from '../metadata.ts';
import type { PortableNetwork } from '../network-file.ts';
import { parseJson, utf8 } from '../text.ts';
import { packZip } from '../zip.ts';
import { expectLayers } from './keras-layers.ts';
import { readWeights } from './tfjs-weights.ts';
import { architectureIn, encodeModel, modelFileName, modelMetadata, weightsFileName } from './weights.ts';

/** A network as TensorFlow.js's layers API has it: model.json and weights.bin, in one archive. */
export function writeNetwork(network: PortableNetwork): Uint8Array<ArrayBuffer> {
  const { modelJson, weightsBin } = encodeModel(network, factsOf(network));
  return packZip({
    [modelFileName]: utf8(`${JSON.stringify(modelJson, null, 2)}\n`),
    [weightsFileName]: new Uint8Array(weightsBin),
  });
}

/** As much of model.json as is needed to find the weights. */
const manifestForm = v.object({
  weightsManifest: v.pipe(
    v.array(v.object({ paths: v.pipe(v.array(v.string()), v.maxLength(50)), weights: v.unknown() })),
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
  const modelJson = parseJson(strFromU8(model), t`${file} is damaged, or no model.json of TensorFlow.js`);
  const manifest = inForm(manifestForm, modelJson, t`${file} is no model.json of TensorFlow.js`);
  const facts = modelMetadata(modelJson);
  const architecture = architectureIn(facts);
  expectLayers(architecture, modelJson, file);
  const groups = manifest.weightsManifest;
  const weights = joined(groups.flatMap(({ paths }) => paths).map((path) => found(path, file, beside)));
  const { tensors, rounded } = readWeights(
    groups.map((group) => group.weights),
    weights,
    file,
  );
  const ordered = tensors.map((tensor) => ({ ...tensor, axes: 'hwio' as const }));
  const parameters = arranged(architecture, ordered, file);
  return networkFrom(file, { architecture, parameters }, facts, rounded);
}

function found(path: string, file: string, beside: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const exact = beside.get(baseName(path));
  if (exact) return exact;
  const others = [...beside.keys()].map(inWords).slice(0, 5).join(', ') || t`no other file`;
  throw new ExpectationError(
    t`${file}: expected its weights ${inWords(path)} beside it, got ${others}: choose both files at once, or a zip of them`,
  );
}

function joined(files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of files) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
