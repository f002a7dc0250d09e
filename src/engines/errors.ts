import type { EngineKind } from './engine.ts';

/** A failure inside an engine. `message` names the place: "train step 412, wasm: ...". */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly kind: EngineKind,
    place: string,
    reason: string,
  ) {
    super(`${place}, ${kind}: ${reason}`);
  }
}
