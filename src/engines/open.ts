import { refusedFor } from '../lib/result.ts';
import type { EngineKind, Opened } from './engine.ts';
import { engineNamed } from './lookup.ts';

/**
 * The engine, or the reason in words why there is none. It never throws.
 * @param workers threads, for engines that have them
 */
export async function openEngine(
  id: EngineKind,
  { workers = 1 }: { readonly workers?: number } = {},
): Promise<Opened> {
  const entry = engineNamed(id);
  if (!entry) return { ok: false, reason: `this version of the app has no engine "${id}"` };
  return entry.open({ workers }).catch(refusedFor);
}
