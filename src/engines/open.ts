import { refusedFor } from '../lib/result.ts';
import type { EngineKind, Opened } from './engine.ts';

interface OpenOptions {
  /** Threads, for engines that have them; 1 when left out. */
  readonly workers?: number;
}

/** Every engine is code of its own, loaded when it is asked for. */
const openers: Readonly<Record<EngineKind, (options: OpenOptions) => Promise<Opened>>> = {
  webgl: async () => (await import('./tfjs/webgl/open.ts')).openWebgl(),
  wasm: async ({ workers = 1 }) => (await import('./wasm/engine.ts')).openWasm({ workers }),
  webgpu: async () => (await import('./tfjs/webgpu.ts')).openWebgpu(),
  cpu: async () => (await import('./tfjs/cpu.ts')).openCpu(),
};

/** The engine, or the reason in words why there is none. It never throws. */
export async function openEngine(kind: EngineKind, options: OpenOptions = {}): Promise<Opened> {
  try {
    return await openers[kind](options);
  } catch (error) {
    return refusedFor(error);
  }
}
