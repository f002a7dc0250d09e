import * as v from 'valibot';
import type { KeyValueStore } from './kept-drawing.ts';

/**
 * Which engine trained fastest on this device, so that it is timed once and not at every visit. A
 * browser or an app that has been updated, another GPU or another number of cores make it a new
 * device; only the latest is kept.
 */
export interface EngineChoice {
  /** A kind of engine; the caller knows which there are. */
  readonly kind: string;
  /** Threads, for engines that have them. */
  readonly workers?: number | undefined;
  /** What was measured, in words. */
  readonly why: string;
  /** Ids of all engines that were tried; none in what older versions stored. */
  readonly timed?: readonly string[] | undefined;
}

export interface DeviceFacts {
  readonly userAgent: string;
  readonly cores: number;
  /** The GPU's name, empty where it is not known. */
  readonly renderer: string;
  readonly appVersion: string;
}

export const engineChoiceKey = 'lenet-lab.training-engine';

const keptForm = v.strictObject({
  version: v.literal(1),
  device: v.string(),
  kind: v.pipe(v.string(), v.nonEmpty()),
  workers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  why: v.string(),
  timed: v.optional(v.array(v.string())),
});

/** Equal for equal devices only. */
export function deviceKey({ userAgent, cores, renderer, appVersion }: DeviceFacts): string {
  return JSON.stringify([userAgent, cores, renderer, appVersion]);
}

/** What was kept for this device; null when nothing was, or nothing that can be read: it is timed anew. */
export function readEngineChoice(store: KeyValueStore, device: string): EngineChoice | null {
  try {
    const kept = v.safeParse(keptForm, JSON.parse(store.getItem(engineChoiceKey) ?? 'null'));
    if (!kept.success || kept.output.device !== device) return null;
    const { kind, workers, why, timed } = kept.output;
    return { kind, why, ...(workers && { workers }), ...(timed && { timed }) };
  } catch {
    // Forbidden storage throws on every access, and JSON.parse on a text that was cut.
    return null;
  }
}

/** Whether all of these engines were tried: one that the app got since may be faster. */
export function coversEngines({ timed = [] }: EngineChoice, ids: readonly string[]): boolean {
  return ids.every((id) => timed.includes(id));
}

/** Keeps it instead of what was kept. Storage that is full or forbidden only means timing again. */
export function keepEngineChoice(store: KeyValueStore, device: string, choice: EngineChoice): void {
  const { kind, workers, why, timed } = choice;
  const kept = { version: 1, device, kind, workers, why, timed };
  try {
    store.setItem(engineChoiceKey, JSON.stringify(kept));
  } catch {}
}

/** After an engine that was chosen has failed. */
export function forgetEngineChoice(store: KeyValueStore): void {
  try {
    store.removeItem(engineChoiceKey);
  } catch {}
}
