import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { t } from '../../language/language.ts';
import { ExpectationError } from '../../lib/expect.ts';
import { modelMetadata, weightsFileName } from './weights.ts';

/** What model.json says its weights' SHA-256 is, among its `userDefinedMetadata`. */
export const digestKey = 'weights_sha256';

/** SHA-256 of weights.bin, in hexadecimal. */
export function weightsDigest(weightsBin: ArrayBuffer): string {
  return bytesToHex(sha256(new Uint8Array(weightsBin)));
}

/** The weights are not those that model.json was written with. */
export class DigestError extends ExpectationError {}

/**
 * Compares weights with the digest that model.json names; a model that names none (of another program) has
 * nothing to compare with.
 * @param got the weights' own, as `weightsDigest` finds it
 * @throws DigestError
 */
export function expectDigest(modelJson: unknown, got: string): void {
  const told = modelMetadata(modelJson)[digestKey];
  if (told === undefined || told === got) return;
  throw new DigestError(
    t`${weightsFileName}: expected SHA-256 ${String(told).slice(0, 12)}..., got ${got.slice(0, 12)}...: it is damaged, or of another model than model.json`,
  );
}
