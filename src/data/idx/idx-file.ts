import { t } from '../../language/language.ts';
import { ExpectationError, messageOf } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { DamagedGzipError, Unpacker } from '../download/unpacker.ts';
import { type IdxKind, idxKinds, isGzip, parseHeader } from './idx.ts';

/** An IDX file of digits or of labels, unpacked. */
export interface IdxFile {
  readonly name: string;
  readonly kind: IdxKind;
  readonly count: number;
  readonly header: Uint8Array;
  /** count * 784 bytes of images, or count labels. */
  readonly bytes: Uint8Array;
}

/** 157 MB: more is no set that a page should hold, and a header may announce anything. */
const itemsMax = 200_000;
/** Deflate makes at most 1,032 bytes of one. */
const deflateRatio = 1032;

/**
 * Reads a file of the person's, packed or not; memory is only taken for what its header announces and
 * its size allows.
 * @throws ExpectationError "name: expected X, got Y" when it is no IDX file of digits or labels
 */
export async function readIdxFile(file: File): Promise<IdxFile> {
  const reading = new Reading(file);
  const unpacker = new Unpacker((bytes) => reading.take(bytes));
  const reader = file.stream().getReader();
  try {
    for (let piece = await next(reader, file); piece; piece = await next(reader, file))
      await unpacker.write(piece);
    await unpacker.end();
  } catch (error) {
    if (error instanceof DamagedGzipError) throw new ExpectationError(`${file.name}: ${error.message}`);
    throw error;
  } finally {
    unpacker.abandon();
    reader.cancel().catch(() => {}); // The rest is not wanted; that reading ended is no news.
  }
  return reading.whole();
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>, file: File): Promise<Uint8Array | null> {
  try {
    return (await reader.read()).value ?? null;
  } catch (error) {
    throw new ExpectationError(
      t`${file.name}: expected a file that can be read, got ${messageOf(error)}. If it is a folder, open it and choose the file inside`,
    );
  }
}

/** Takes the unpacked bytes: first the header, then what it announces, and nothing after. */
class Reading {
  readonly #start = new Uint8Array(idxKinds.images.headerLength);
  #started = 0;
  #result: IdxFile | null = null;
  #filled = 0;

  constructor(private readonly file: File) {}

  take(bytes: Uint8Array): boolean {
    let rest = bytes;
    while (!this.#result && rest.length > 0) {
      const part = rest.subarray(0, this.#headerLength() - this.#started);
      this.#start.set(part, this.#started);
      this.#started += part.length;
      rest = rest.subarray(part.length);
      if (this.#started === this.#headerLength()) this.#begin();
    }
    const result = this.#result;
    if (!result) return true;
    if (this.#filled + rest.length > result.bytes.length)
      throw this.#refusal(this.#announced(result), t`more`);
    result.bytes.set(rest, this.#filled);
    this.#filled += rest.length;
    return true;
  }

  /** @throws ExpectationError when less came than was announced */
  whole(): IdxFile {
    const result = this.#result;
    if (!result) {
      const got = this.file.size === 0 ? t`an empty file` : this.#looks();
      throw this.#refusal(t`an IDX file of images or labels`, got);
    }
    if (this.#filled === result.bytes.length) return result;
    throw this.#refusal(this.#announced(result), formatCount(result.header.length + this.#filled));
  }

  /** Labels have no rows and columns. Four bytes tell which it is. */
  #headerLength(): number {
    return this.#started < 4 ? 4 : idxKinds[this.#kind()].headerLength;
  }

  #kind(): IdxKind {
    const magic = new DataView(this.#start.buffer).getUint32(0);
    const kind = (['images', 'labels'] as const).find((kind) => idxKinds[kind].magic === magic);
    if (!kind) throw this.#refusal(t`an IDX file of images or labels`, this.#looks());
    return kind;
  }

  #begin(): void {
    const { name, size } = this.file;
    const kind = this.#kind();
    const header = this.#start.slice(0, this.#started);
    const count = parseHeader(kind, header, name);
    if (count > itemsMax) throw this.#refusal(t`at most ${countOf(kind, itemsMax)}`, formatCount(count));
    const length = count * idxKinds[kind].itemLength;
    if (length > size * deflateRatio)
      throw this.#refusal(countOf(kind, count), t`a file of ${formatCount(size)} bytes`);
    this.#result = { name, kind, count, header, bytes: new Uint8Array(length) };
  }

  #announced({ kind, count, header, bytes }: IdxFile): string {
    const length = formatCount(header.length + bytes.length);
    return kind === 'images'
      ? t`${length} bytes for the ${formatCount(count)} images in its header`
      : t`${length} bytes for the ${formatCount(count)} labels in its header`;
  }

  /** What people drop by mistake. */
  #looks(): string {
    const start = this.#start.subarray(0, Math.min(4, this.#started));
    const text = Array.from(start, (byte) => String.fromCharCode(byte)).join('');
    if (text === '\x89PNG') return t`a PNG picture`;
    if (text.startsWith('\xff\xd8')) return t`a JPEG picture`;
    if (text.startsWith('PK')) return t`a zip archive: unpack it first`;
    if (isGzip(start)) return t`gzip within gzip`;
    if (/^\s*<[!?a-z]/i.test(text)) return t`a web page: the download did not bring the file`;
    // A header of columns, or a label and a comma.
    if (/^([a-z]{4}|"?\d+"?,.*)/i.test(text)) return t`text, as CSV is: use the IDX files of the data set`;
    const inHex = [...start].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return t`one that starts with ${inHex}`;
  }

  #refusal(expected: string, got: string): ExpectationError {
    return new ExpectationError(t`${this.file.name}: expected ${expected}, got ${got}`);
  }
}

function countOf(kind: IdxKind, count: number): string {
  return kind === 'images' ? t`${formatCount(count)} images` : t`${formatCount(count)} labels`;
}
