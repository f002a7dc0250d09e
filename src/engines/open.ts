import { t } from '../language/language.ts';
import { refusedFor } from '../lib/result.ts';
import { lenet5 } from '../network/lenet-5.ts';
import type { EngineKind, EngineOptions, Opened } from './engine.ts';
import { computes, engineNamed } from './lookup.ts';

/**
 * The engine, or the reason in words why there is none. It never throws.
 * @param workers threads, for engines that have them @param architecture what it is to compute
 */
export async function openEngine(
  id: EngineKind,
  { workers = 1, architecture = lenet5 }: Partial<EngineOptions> = {},
): Promise<Opened> {
  const entry = engineNamed(id);
  if (!entry) return { ok: false, reason: t`this version of the app has no engine "${id}"` };
  if (!computes(id, architecture.id))
    return { ok: false, reason: t`it does not compute ${architecture.name}` };
  return entry.open({ workers, architecture }).catch(refusedFor);
}
