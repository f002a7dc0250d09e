import { t } from '../language/language.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import type { EngineOptions, Opened } from './engine.ts';

/** Kernels are written for one network each, and loaded for the one that is asked for. */
const openers: Readonly<Record<string, (options: EngineOptions) => Promise<Opened>>> = {
  [lenet5.id]: async ({ workers }) => (await import('./wasm/engine.ts')).openWasm({ workers }),
  [lenet5Of1998.id]: async () => (await import('./wasm-1998/engine.ts')).openWasm1998(),
};

export async function openWasmOf(options: EngineOptions): Promise<Opened> {
  const open = openers[options.architecture.id];
  return open
    ? open(options)
    : { ok: false, reason: t`there are no kernels for ${options.architecture.name}` };
}
