import { relaxedSimd, simd } from 'wasm-feature-detect';

/** The two builds of the kernels (tools/build-wasm.ts), best first. */
export const instructionSets = ['relaxed', 'simd'] as const;
export type InstructionSet = (typeof instructionSets)[number];

/** In words, for the page. */
export const instructionSetNames: Readonly<Record<InstructionSet, string>> = {
  relaxed: 'WebAssembly relaxed SIMD (fused multiply-add)',
  simd: 'WebAssembly SIMD',
};

/** What this machine can run, best first; empty where there is no 128-bit SIMD. */
export async function supportedInstructionSets(): Promise<readonly InstructionSet[]> {
  const [plain, relaxed] = await Promise.all([simd(), relaxedSimd()]);
  return instructionSets.filter((set) => plain && (set === 'simd' || relaxed));
}

/** @throws when the binary cannot be fetched, read or compiled. */
export async function loadBinary(set: InstructionSet): Promise<WebAssembly.Module> {
  // Vite finds the files by these two expressions; they have to stand as they do.
  const url =
    set === 'relaxed'
      ? new URL('./build/relaxed.wasm', import.meta.url)
      : new URL('./build/simd.wasm', import.meta.url);
  return WebAssembly.compile(await bytesOf(url));
}

async function bytesOf(url: URL): Promise<ArrayBuffer | Uint8Array<ArrayBuffer>> {
  if (url.protocol === 'file:') return readFileInNode(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: expected status 200, got ${response.status}`);
  return response.arrayBuffer();
}

interface NodeProcess {
  getBuiltinModule(name: 'node:fs/promises'): { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> };
}

/** Node's fetch does not read files. Asking the process keeps node: imports out of the browser's bundle. */
function readFileInNode(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { process } = globalThis as unknown as { process: NodeProcess };
  return process.getBuiltinModule('node:fs/promises').readFile(url);
}
