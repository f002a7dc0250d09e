import { type Refused, refusedFor } from '../lib/result.ts';
import type { EngineKind, Opened } from './engine.ts';
import { engineNamed } from './lookup.ts';

interface OpenOptions {
  /** Threads, for engines that have them; 1 when left out. */
  readonly workers?: number;
}

/** The engine, or the reason in words why there is none. It never throws. */
export async function openEngine(id: EngineKind, { workers = 1 }: OpenOptions = {}): Promise<Opened> {
  const entry = engineNamed(id);
  if (!entry) return missing(id);
  return entry.open({ workers }).catch(refusedFor);
}

function missing(id: EngineKind): Refused {
  return { ok: false, reason: `this version of the app has no engine "${id}"` };
}
