import type { Engine } from '../engines/engine.ts';
import { openEngine } from '../engines/open.ts';

/** The engine of the command line. @throws Error with the reason when it does not open */
export async function openWasm(parameters?: Float32Array): Promise<Engine> {
  const opened = await openEngine('wasm');
  if (!opened.ok) throw new Error(`wasm engine: ${opened.reason} (npm run build:wasm makes its kernels)`);
  if (parameters) await opened.engine.loadParameters(parameters);
  return opened.engine;
}
