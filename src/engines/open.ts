import { messageOf } from '../lib/expect.ts';
import type { Engine, EngineKind, Opened } from './engine.ts';

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

export interface OpenedFirst {
  /** Undefined when all refused. */
  readonly engine: Engine | undefined;
  readonly refused: readonly { readonly kind: EngineKind; readonly reason: string }[];
}

/** The first engine of `kinds` that opens, and why those before it did not. */
export async function openFirst(kinds: readonly EngineKind[]): Promise<OpenedFirst> {
  const refused: { kind: EngineKind; reason: string }[] = [];
  for (const kind of kinds) {
    const opened = await openEngine(kind);
    if (opened.ok) return { engine: opened.engine, refused };
    refused.push({ kind, reason: opened.reason });
  }
  return { engine: undefined, refused };
}
