import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as asc from 'assemblyscript/asc';

/**
 * Compiles the AssemblyScript kernels into six binaries: `simd.wasm` (128-bit SIMD, runs wherever WebAssembly SIMD
 * does) and `relaxed.wasm` (fused multiply-add from relaxed SIMD), both again for threads that share one memory, and
 * both for LeNet-5 as of 1998, which one thread trains.
 * Nothing is done when sources, compiler and options are those of the last build.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const assemblyFolder = join(root, 'src/engines/wasm/assembly');
export const buildFolder = join(root, 'src/engines/wasm/build');

/** The memory comes from the thread that leads. The most that it may be is said there, by the number of threads. */
const forThreads = ['--enable', 'threads', '--importMemory', '--sharedMemory', '--maximumMemory', '65536'];

const binaries = [
  { name: 'simd.wasm', entry: 'index.ts', options: [] },
  { name: 'relaxed.wasm', entry: 'index.ts', options: ['--enable', 'relaxed-simd'] },
  { name: 'simd-threads.wasm', entry: 'index.ts', options: forThreads },
  { name: 'relaxed-threads.wasm', entry: 'index.ts', options: ['--enable', 'relaxed-simd', ...forThreads] },
  { name: 'simd-1998.wasm', entry: 'index-1998.ts', options: [] },
  { name: 'relaxed-1998.wasm', entry: 'index-1998.ts', options: ['--enable', 'relaxed-simd'] },
] as const;

/** The stub runtime has no allocator: memory is laid out by hand in assembly/layout.ts. */
const commonOptions = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** Compiles what is out of date. @returns the names of the binaries that were written. */
export async function buildWasm(): Promise<readonly string[]> {
  const stamp = stampOfSources();
  const stampFile = join(buildFolder, 'stamp');
  const upToDate =
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp &&
    binaries.every(({ name }) => existsSync(join(buildFolder, name)));
  if (upToDate) return [];
  mkdirSync(buildFolder, { recursive: true });
  for (const { name, entry, options } of binaries) {
    replaceFile(join(buildFolder, name), await compile(entry, options));
  }
  // Last, so that a build that was cut off is not taken for a finished one.
  replaceFile(stampFile, stamp);
  return binaries.map(({ name }) => name);
}

/** In one go: several test processes may build and read at the same time. */
function replaceFile(path: string, contents: Uint8Array | string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

async function compile(entry: string, options: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      relative(root, join(assemblyFolder, entry)),
      '--baseDir',
      root,
      '--outFile',
      'kernels.wasm',
      ...commonOptions,
      ...options,
    ],
    {
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`build-wasm: ${error?.message ?? 'no binary'}\n${stderr}`);
  return binary;
}

function stampOfSources(): string {
  const hash = createHash('sha256').update(JSON.stringify([asc.version, commonOptions, binaries]));
  for (const file of readdirSync(assemblyFolder).sort()) {
    hash.update(file).update(readFileSync(join(assemblyFolder, file)));
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const written = await buildWasm();
  for (const name of written) {
    const bytes = readFileSync(join(buildFolder, name));
    console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes).length} compressed`);
  }
  if (written.length === 0) console.log('wasm kernels: up to date');
}
