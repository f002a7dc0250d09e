import type { EngineKind } from './engine.ts';

export const engineWords: Readonly<Record<EngineKind, string>> = {
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  cpu: 'JavaScript',
};

/** What there is to say of a device beside its engine's name: "SIMD" of "WebAssembly SIMD". */
export function deviceBeside(kind: EngineKind, device: string): string {
  const name = engineWords[kind];
  return device.startsWith(name) ? device.slice(name.length).trim() : device;
}
