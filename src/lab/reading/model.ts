import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { DigestError, expectDigest, weightsDigest } from '../../formats/tfjs/digest.ts';
import { decodeModel, modelFileName, modelMetadata, weightsFileName } from '../../formats/tfjs/weights.ts';
import { t } from '../../language/language.ts';
import { expectThat, inWords, messageOf } from '../../lib/expect.ts';
import type { Network } from '../../network/architecture.ts';
import { type KnowingNetwork, leastEnergyOf } from '../../network/energy.ts';
import type { ModelMetadata } from '../../network/provenance.ts';

/** Long enough for 250 kB on a slow line, short enough that somebody still waits for the message. */
const timeoutMs = 30_000;

/** As much of model.json as is needed to find the weights; `decodeModel` checks the rest. */
const manifestSchema = v.object({
  weightsManifest: v.tuple([v.object({ paths: v.tuple([v.string()]) })]),
});

/**
 * Fetches a model in TensorFlow.js's layers format: model.json and the one file that it names, whose digest
 * it holds. After a new version of the site, a cache may give one file of the old and one of the new: both
 * are then asked for once more, past the cache.
 * @param url absolute address of model.json
 * @throws Error saying what was expected and what came
 */
export async function fetchModel(url: string): Promise<KnowingNetwork> {
  const { facts, ...network } = await fetchModelWithFacts(url);
  return { ...network, leastEnergy: leastEnergyOf(facts) };
}

interface ModelWithFacts extends Network {
  readonly facts: ModelMetadata;
}

/** The same with what the model says about itself. */
export async function fetchModelWithFacts(url: string): Promise<ModelWithFacts> {
  try {
    return await fetchOnce(url, 'default');
  } catch (error) {
    if (!(error instanceof DigestError)) throw error;
    return fetchOnce(url, 'reload');
  }
}

async function fetchOnce(url: string, cache: RequestCache): Promise<ModelWithFacts> {
  const modelJson = parsed(await (await fetched(url, modelFileName, cache)).text());
  const manifest = v.safeParse(manifestSchema, modelJson);
  // Not a model of ours: its check has the words for what is wrong.
  if (!manifest.success) return { ...decodeModel(modelJson, new ArrayBuffer(0)), facts: {} };
  const path = manifest.output.weightsManifest[0].paths[0];
  const weights = await (await fetched(new URL(path, url).href, weightsFileName, cache)).arrayBuffer();
  const network = decodeModel(modelJson, weights);
  expectDigest(modelJson, await digestOf(weights));
  return { ...network, facts: modelMetadata(modelJson) };
}

/** The browser's own does not hold the page up, but only pages from HTTPS or from this machine have it. */
async function digestOf(weights: ArrayBuffer): Promise<string> {
  const { subtle } = crypto as Partial<Crypto>;
  if (!subtle) return weightsDigest(weights);
  return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', weights)));
}

async function fetched(url: string, name: string, cache: RequestCache): Promise<Response> {
  const response = await fetch(url, { cache, signal: AbortSignal.timeout(timeoutMs) }).catch((error) => {
    throw new Error(t`${name}: expected an answer from the server, got "${messageOf(error)}"`);
  });
  expectThat(response.ok, name, t`status 200`, response.status);
  // A server of single-page apps answers everything that it does not have with its start page.
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('text/html')) throw new Error(t`${name}: expected the model, got an HTML page`);
  return response;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(t`${modelFileName}: expected JSON, got ${inWords(text.trimStart())}`);
  }
}
