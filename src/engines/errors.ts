import { t } from '../language/language.ts';
import type { EngineKind } from './engine.ts';

/** A failure inside an engine. `message` names the place: "train step 412, wasm: ...". */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly kind: EngineKind,
    place: string,
    reason: string,
  ) {
    super(inWords(place, kind, reason));
  }
}

/** Places are the names of the engine's calls, but for training, which a person reads of. */
function inWords(place: string, kind: EngineKind, reason: string): string {
  const [isTraining, step] = /^train step ?(\d*)$/.exec(place) ?? [];
  if (step) return t`train step ${step}, ${kind}: ${reason}`;
  return isTraining ? t`train step, ${kind}: ${reason}` : `${place}, ${kind}: ${reason}`;
}
