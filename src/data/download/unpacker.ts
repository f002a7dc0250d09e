import { t } from '../../language/language.ts';
import { ExpectationError, messageOf } from '../../lib/expect.ts';
import { isGzip } from '../idx/idx.ts';

/**
 * What the decompressor is given at once. Deflate makes at most 1,032 bytes of one, so that even a bomb
 * has no more than 8.5 MB on the way before its taker can refuse.
 */
const sliceLength = 8192;

/** Takes unpacked bytes; false when no more are wanted. What it throws ends the unpacking. */
export type Taker = (bytes: Uint8Array) => boolean;

/** The gzip is not one, or breaks off. */
export class DamagedGzipError extends ExpectationError {}

/**
 * Unpacks a file that comes in pieces of any size. Its first two bytes tell gzip from plain bytes; its
 * name does not, because servers may have unpacked it on the way (Content-Encoding).
 */
export class Unpacker {
  readonly #taker: Taker;
  #held = new Uint8Array();
  #plain = false;
  #gunzip: Gunzip | null = null;
  #satisfied = false;

  constructor(taker: Taker) {
    this.#taker = (bytes) => {
      if (!this.#satisfied && !taker(bytes)) this.#satisfied = true;
      return !this.#satisfied;
    };
  }

  /** Null until two bytes have come. */
  get isGzip(): boolean | null {
    return this.#gunzip ? true : this.#plain ? false : null;
  }

  /** Answers when more may come; what was unpacked reaches the taker then or soon after. */
  async write(piece: Uint8Array): Promise<void> {
    let bytes = piece;
    if (this.isGzip === null) {
      bytes = this.#held = joined(this.#held, piece);
      if (bytes.length < 2) return;
      if (isGzip(bytes)) this.#gunzip = new Gunzip(this.#taker);
      else this.#plain = true;
    }
    if (this.#gunzip) await this.#gunzip.write(bytes, () => this.#satisfied);
    else this.#taker(bytes);
  }

  /** Nothing more comes. @throws DamagedGzipError when more was to come; what the taker throws */
  async end(): Promise<void> {
    if (this.isGzip === null && this.#held.length > 0) this.#taker(this.#held);
    if (!this.#satisfied) await this.#gunzip?.end();
  }

  /** The taker is given nothing any more. */
  abandon(): void {
    this.#satisfied = true;
    this.#gunzip?.abandon();
  }
}

class Gunzip {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Ends when all is unpacked, when the taker has enough, or with a failure. */
  readonly #pump: Promise<void>;
  #failure: unknown = null;

  constructor(taker: Taker) {
    const { readable, writable } = new DecompressionStream('gzip');
    this.#writer = writable.getWriter();
    this.#reader = readable.getReader();
    this.#pump = this.#deliver(taker).catch((error: unknown) => {
      this.#failure = error;
      this.abandon();
    });
  }

  async write(bytes: Uint8Array, satisfied: () => boolean): Promise<void> {
    for (let at = 0; at < bytes.length && !satisfied(); at += sliceLength) {
      const slice = bytes.subarray(at, at + sliceLength) as Uint8Array<ArrayBuffer>;
      // A failure rejects the write too, but the pump knows whose it is.
      await Promise.race([this.#writer.write(slice).catch(() => this.#pump), this.#pump]);
      if (this.#failure !== null) throw this.#failure;
    }
  }

  async end(): Promise<void> {
    this.#writer.close().catch(() => this.#pump);
    await this.#pump;
    if (this.#failure !== null) throw this.#failure;
  }

  abandon(): void {
    const ended = () => {};
    this.#reader.cancel().catch(ended);
    this.#writer.abort().catch(ended);
  }

  async #deliver(taker: Taker): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read().catch((error: unknown) => {
        throw new DamagedGzipError(t`expected gzip, got damaged gzip (${messageOf(error)})`);
      });
      if (done) return;
      if (!taker(value)) return this.abandon();
    }
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
