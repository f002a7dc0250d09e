import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { t } from '../language/language.ts';
import { cleanName } from '../lib/clean-name.ts';
import { ExpectationError, expectThat } from '../lib/expect.ts';
import type { Architecture, Network } from '../network/architecture.ts';
import { architectureTag } from '../network/architecture-names.ts';
import { type ModelMetadata, parseProvenance, provenanceFromFacts } from '../network/provenance.ts';
import { inForm } from './form.ts';
import type { PortableNetwork } from './network-file.ts';
import { parseJson } from './text.ts';

/**
 * What a file says about its network: words by name, the one form that all three formats can carry.
 * `weights_sha256` is over the parameters as one row of little-endian floats in our own order, whatever
 * the order of the format, so that it is the same in every file of a network.
 */
type Facts = Readonly<Record<string, string>>;

const versionKey = 'lenet_lab_version';
const version = 1;

export function factsOf({ name, architecture, parameters, provenance }: PortableNetwork): Facts {
  return {
    ...architectureTag(architecture),
    [versionKey]: String(version),
    name,
    provenance: JSON.stringify(provenance),
    weights_sha256: digestOf(parameters),
  };
}

const factsForm = v.object({
  name: v.pipe(v.string(), v.maxLength(1000)),
  provenance: v.pipe(v.string(), v.maxLength(100_000)),
  weights_sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/**
 * The network of a file from what it says about itself, checked against its weights. A file of another
 * program says nothing in our words: then its name is the file's and its origin unknown.
 * @throws ExpectationError when it is of a newer version, says what cannot be, or has other weights
 */
export function networkFrom(
  file: string,
  { architecture, parameters }: Network,
  facts: ModelMetadata,
  /** Whether another program has rounded the weights: then a digest of what they were says nothing. */
  rounded = false,
): { readonly network: PortableNetwork; readonly digest: boolean } {
  if (!Object.hasOwn(facts, versionKey)) {
    const from = cleanName(file) || null;
    const provenance = {
      ...provenanceFromFacts('imported', facts),
      ...architectureTag(architecture),
      from,
    };
    const told = typeof facts.name === 'string' ? cleanName(facts.name) : '';
    const name = told || cleanName(file.replace(/\.[a-z0-9.-]{1,20}$/i, '')) || t`Imported network`;
    return { network: { name, architecture, parameters, provenance }, digest: false };
  }
  expectVersion(file, facts[versionKey], version);
  const { name, provenance, weights_sha256 } = inForm(factsForm, facts, t`${file}, metadata`);
  const origin = parseProvenance(parseJson(provenance, t`${file}, provenance`));
  if (!origin.ok) throw new ExpectationError(`${file}, ${origin.reason}`);
  if (!rounded) expectDigest(file, t`weights`, weights_sha256, digestOf(parameters));
  return {
    network: {
      name: cleanName(name) || t`Imported network`,
      architecture,
      parameters,
      provenance: { ...origin.provenance, ...architectureTag(architecture) },
    },
    digest: !rounded,
  };
}

/** The beginning of messages about a file that is sound and of no use: what differs follows. */
export function anotherNetwork(file: string, { name }: Architecture): string {
  return t`${file} holds another network than ${name}`;
}

/** @throws ExpectationError for what is no version, or one that only a newer app can read */
export function expectVersion(file: string, got: unknown, known: number): void {
  const number = typeof got === 'string' && /^[1-9]\d{0,5}$/.test(got) ? Number(got) : Number.NaN;
  expectThat(!Number.isNaN(number), t`${file}, version`, t`a number from 1 to ${known}`, got);
  if (number <= known) return;
  throw new ExpectationError(
    t`${file}: expected a file of version ${known}, got version ${number}, which a newer LeNet Lab has written. Close all tabs of LeNet Lab, then open it again`,
  );
}

export function expectDigest(file: string, what: string, told: string, got: string): void {
  if (told === got) return;
  throw new ExpectationError(
    t`${file}: expected ${what} with SHA-256 ${told.slice(0, 12)}..., got ${got.slice(0, 12)}...: the file is damaged`,
  );
}

/** SHA-256 of numbers as they lie in memory: little-endian. */
export function digestOf(values: Float32Array | Float64Array): string {
  return bytesToHex(sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)));
}
