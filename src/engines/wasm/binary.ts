import { relaxedSimd, simd } from 'wasm-feature-detect';
import { t } from '../../language/language.ts';
import { nodeModule } from './node-module.ts';

/** What the kernels are built for (tools/build-wasm.ts), best first; each once more for threads that share a memory. */
export const instructionSets = ['relaxed', 'simd'] as const;
export type InstructionSet = (typeof instructionSets)[number];

/** In words, for the page. */
export const instructionSetNames: Readonly<Record<InstructionSet, string>> = {
  relaxed: 'WebAssembly relaxed SIMD (fused multiply-add)',
  simd: 'WebAssembly SIMD',
};

/** What this machine can run, best first; empty where there is no 128-bit SIMD. */
export async function supportedInstructionSets(): Promise<readonly InstructionSet[]> {
  if (!(await simd())) return [];
  if (await relaxedSimd()) return ['relaxed', 'simd'];
  // V8 shipped relaxed SIMD in version 11.4; Node 20 has 11.3, where it is complete but behind a flag.
  nodeModule('node:v8')?.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return (await relaxedSimd()) ? ['relaxed', 'simd'] : ['simd'];
}

/** Compiled once: another engine opens without a network. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/**
 * @param shared for kernels that import a memory which threads share
 * @throws when the binary cannot be fetched, read or compiled.
 */
export function loadBinary(set: InstructionSet, shared = false): Promise<WebAssembly.Module> {
  const name = `${set}, ${shared}`;
  const here = compiled.get(name);
  if (here) return here;
  const loading = compiledFrom(shared ? threadedUrls[set] : urls[set]);
  compiled.set(name, loading);
  loading.catch(() => compiled.delete(name));
  return loading;
}

// Vite finds the files by these expressions; they have to stand as they do.
const urls: Readonly<Record<InstructionSet, URL>> = {
  relaxed: new URL('./build/relaxed.wasm', import.meta.url),
  simd: new URL('./build/simd.wasm', import.meta.url),
};
const threadedUrls: Readonly<Record<InstructionSet, URL>> = {
  relaxed: new URL('./build/relaxed-threads.wasm', import.meta.url),
  simd: new URL('./build/simd-threads.wasm', import.meta.url),
};

export async function compiledFrom(url: URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await bytesOf(url));
}

async function bytesOf(url: URL): Promise<ArrayBuffer | Uint8Array<ArrayBuffer>> {
  // Node's fetch does not read files.
  if (url.protocol === 'file:') {
    const files = nodeModule('node:fs/promises');
    if (files) return files.readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(t`${url.pathname}: expected status 200, got ${response.status}`);
  return response.arrayBuffer();
}
