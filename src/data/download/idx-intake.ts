import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { t } from '../../language/language.ts';
import { ExpectationError } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { type IdxKind, idxKinds, parseHeader } from '../idx/idx.ts';
import type { MnistFile } from '../sources/mnist.ts';
import type { Taker } from './unpacker.ts';

/** What came whole is another file. */
export class DigestError extends ExpectationError {}

/**
 * Where the unpacked bytes of one file of a known size and digest go as they come: straight to their
 * place, once. The file may come in several takes, each from its start (another try, another place):
 * what is here already is skipped, and the digest is of what stands at the place in the end.
 */
export class IdxIntake {
  /** As it was in the file. */
  readonly header: Uint8Array;
  /** The items without the header; the first `count` of them are here. */
  readonly bytes: Uint8Array;
  #hash = sha256.create();
  #position = 0;

  /** @param changed called whenever `count` may have changed */
  constructor(
    private readonly kind: IdxKind,
    readonly file: MnistFile,
    private readonly changed: () => void = () => {},
  ) {
    const { headerLength, itemLength } = idxKinds[kind];
    this.header = new Uint8Array(headerLength);
    this.bytes = new Uint8Array(file.items * itemLength);
  }

  /** Unpacked bytes that are here, the header's among them. */
  get position(): number {
    return this.#position;
  }

  /** Whole items that are here. */
  get count(): number {
    return Math.floor(Math.max(0, this.#position - this.header.length) / idxKinds[this.kind].itemLength);
  }

  get complete(): boolean {
    return this.#position === this.header.length + this.bytes.length;
  }

  /** Takes the file from its start; not a byte beyond its end. Its header is checked each time. */
  newTake(): Taker {
    const { header } = this;
    const ownHeader = new Uint8Array(header.length);
    let at = 0;
    return (arrived) => {
      let bytes = arrived;
      if (at < ownHeader.length) {
        const part = bytes.subarray(0, ownHeader.length - at);
        ownHeader.set(part, at);
        at += part.length;
        bytes = bytes.subarray(part.length);
        if (at === ownHeader.length) this.#takeHeader(ownHeader);
      }
      const fresh = bytes.subarray(Math.max(0, this.#position - at));
      at += bytes.length;
      if (fresh.length > 0) this.#append(fresh);
      return !this.complete;
    };
  }

  /** @throws DigestError when this is another file; to be asked once, when it is complete */
  verify(): void {
    const digest = bytesToHex(this.#hash.digest());
    const { name } = this.file;
    if (digest === this.file.sha256) return;
    throw new DigestError(t`expected ${name} with SHA-256 ${short(this.file.sha256)}, got ${short(digest)}`);
  }

  /** Forgets what is here. */
  drop(): void {
    this.#hash = sha256.create();
    this.#position = 0;
    this.changed();
  }

  #takeHeader(header: Uint8Array): void {
    const { name, items } = this.file;
    const count = parseHeader(this.kind, header, name);
    if (count !== items)
      throw new ExpectationError(t`${name}: expected ${formatCount(items)} items, got ${formatCount(count)}`);
    if (this.#position > 0) return;
    this.header.set(header);
    this.#hash.update(header);
    this.#position = header.length;
  }

  #append(bytes: Uint8Array): void {
    const at = this.#position - this.header.length;
    const fitting = bytes.subarray(0, this.bytes.length - at);
    this.bytes.set(fitting, at);
    this.#hash.update(fitting);
    this.#position += fitting.length;
    this.changed();
  }
}

/** Enough of a digest to tell files apart. */
function short(digest: string): string {
  return `${digest.slice(0, 12)}...`;
}
