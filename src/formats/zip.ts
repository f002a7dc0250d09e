import { Unzip, type UnzipFile, type UnzipFileInfo, UnzipInflate, unzipSync, zipSync } from 'fflate';
import { t } from '../language/language.ts';
import { ExpectationError, expectThat, inWords, messageOf } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { formatBytes } from '../lib/format-bytes.ts';

/** Zip archives of a few small files. */

/** What the decompressor is given at once: even a bomb makes no more than 8.5 MB of it (1,032 to 1). */
const sliceLength = 8192;
const entriesMost = 50;
/** The same bytes for the same content: an archive's own time says nothing that its files do not. */
const mtime = new Date(1980, 0, 1);

export function packZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return zipSync(files as Record<string, Uint8Array>, { mtime });
}

export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Names of the files in an archive, some of them where there are many. @throws ExpectationError when it is damaged */
export function zipNames(bytes: Uint8Array, file: string): string[] {
  const names: string[] = [];
  eachEntry(bytes, file, ({ name }) => {
    if (names.length < entriesMost) names.push(name);
  });
  return names;
}

/**
 * @param file its name, for messages
 * @param most bytes of all files together, unpacked
 * @returns the files by their names; what systems put beside them is left out
 * @throws ExpectationError when it is damaged, or holds more than that or than it says
 */
export function unpackZip(bytes: Uint8Array, file: string, most: number): Map<string, Uint8Array> {
  const sizes = list(bytes, file, most);
  const unpacked = new Map<string, Uint8Array>();
  let failure: ExpectationError | null = null;
  const fail = (expected: string, got: string) => {
    failure ??= new ExpectationError(t`${file}: expected ${expected}, got ${got}`);
  };

  const take = (entry: UnzipFile) => {
    const { name } = entry;
    const size = sizes.get(name);
    if (size === undefined || unpacked.has(name)) {
      return fail(t`the files of its list of contents`, inWords(name));
    }
    const content = new Uint8Array(size);
    let filled = 0;
    unpacked.set(name, content);
    entry.ondata = (error, chunk, final) => {
      if (failure) return;
      if (error) return fail(t`a zip archive`, t`damaged data in ${inWords(name)} (${error.message})`);
      if (filled + chunk.length <= size) content.set(chunk, filled);
      filled += chunk.length;
      if (filled > size) fail(t`${formatCount(size)} bytes in ${inWords(name)}`, t`more`);
      else if (final && filled < size)
        fail(t`${formatCount(size)} bytes in ${inWords(name)}`, formatCount(filled));
    };
    entry.start();
  };

  try {
    const unzip = new Unzip(take);
    unzip.register(UnzipInflate);
    for (let at = 0; at < bytes.length && !failure; at += sliceLength) {
      unzip.push(bytes.subarray(at, at + sliceLength), at + sliceLength >= bytes.length);
    }
  } catch (error) {
    fail(t`a zip archive`, damaged(error));
  }
  if (failure) throw failure;
  for (const name of sizes.keys()) {
    expectThat(unpacked.has(name), file, t`a file ${inWords(name)} of its list of contents`, t`nothing`);
  }
  for (const name of unpacked.keys()) if (isLitter(name)) unpacked.delete(name);
  return unpacked;
}

/** Names and unpacked sizes as the list of contents at the archive's end tells them. */
function list(bytes: Uint8Array, file: string, most: number): Map<string, number> {
  const sizes = new Map<string, number>();
  let total = 0;
  eachEntry(bytes, file, ({ name, originalSize, compression }) => {
    expectThat(sizes.size < entriesMost, file, t`at most ${entriesMost} files`, t`more`);
    expectThat(!sizes.has(name), file, t`different names`, t`${inWords(name)} twice`);
    const known = compression === 0 || compression === 8;
    expectThat(known, `${file}, ${inWords(name)}`, t`deflate or no compression`, compression);
    total += originalSize;
    if (total > most) {
      throw new ExpectationError(
        t`${file}: expected at most ${formatBytes(most)} unpacked, got ${formatBytes(total)}`,
      );
    }
    sizes.set(name, originalSize);
  });
  return sizes;
}

/** Goes through the list of contents. @throws ExpectationError when it is damaged; what `visit` throws of that kind */
function eachEntry(bytes: Uint8Array, file: string, visit: (entry: UnzipFileInfo) => void): void {
  const filter = (entry: UnzipFileInfo) => {
    visit(entry);
    return false;
  };
  try {
    unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof ExpectationError) throw error;
    throw new ExpectationError(t`${file}: expected a zip archive, got ${damaged(error)}`);
  }
}

function damaged(error: unknown): string {
  return t`one that is damaged or cut short (${messageOf(error)})`;
}

/** Folders, and what macOS and Windows add. */
function isLitter(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)|\/$/.test(name);
}
