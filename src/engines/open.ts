import { messageOf } from '../lib/expect.ts';
import type { EngineKind, Opened } from './engine.ts';

/** Every engine is code of its own, loaded when it is asked for. */
const openers: Readonly<Record<EngineKind, () => Promise<Opened>>> = {
  webgl: async () => (await import('./tfjs/webgl/open.ts')).openWebgl(),
  wasm: async () => (await import('./wasm/engine.ts')).openWasm(),
  webgpu: async () => (await import('./tfjs/webgpu.ts')).openWebgpu(),
  cpu: async () => (await import('./tfjs/cpu.ts')).openCpu(),
};

/** The engine, or the reason in words why there is none. It never throws. */
export async function openEngine(kind: EngineKind): Promise<Opened> {
  try {
    return await openers[kind]();
  } catch (error) {
    return { ok: false, kind, reason: messageOf(error) };
  }
}
