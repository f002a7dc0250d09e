import { compiledFrom, type InstructionSet } from '../wasm/binary.ts';

/**
 * The kernels of LeNet-5 as of 1998. Apart from those of the usual network, so that a page that has no use for them
 * does not carry them.
 * @throws when the binary cannot be fetched, read or compiled
 */
export function loadBinary1998(set: InstructionSet): Promise<WebAssembly.Module> {
  return compiledFrom(urls[set]);
}

// Vite finds the files by these expressions; they have to stand as they do.
const urls: Readonly<Record<InstructionSet, URL>> = {
  relaxed: new URL('../wasm/build/relaxed-1998.wasm', import.meta.url),
  simd: new URL('../wasm/build/simd-1998.wasm', import.meta.url),
};
