import type { Engine } from '../engines/engine.ts';
import { openEngine } from '../engines/open.ts';

interface CommandEngine {
  /** What it answers with; nothing yet when left out. */
  readonly parameters?: Float32Array;
  /** Threads; 1 when left out. */
  readonly workers?: number;
}

/** The engine of the command line. @throws Error with the reason when it does not open */
export async function openWasm({ parameters, workers = 1 }: CommandEngine = {}): Promise<Engine> {
  const opened = await openEngine('wasm', { workers });
  if (!opened.ok) throw new Error(`wasm engine: ${opened.reason} (npm run build:wasm makes its kernels)`);
  if (parameters) await opened.engine.loadParameters(parameters);
  return opened.engine;
}
