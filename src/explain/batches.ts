import type { Engine } from '../engines/engine.ts';
import type { KnowingNetwork } from '../network/energy.ts';

/**
 * What an explanation asks of the engine that has its network loaded. Everything in `explain/` is computed from
 * such batches, so that it holds for whichever network and engine answer.
 */
export interface Batches extends Pick<Engine, 'classify' | 'forward' | 'inputGradient'> {
  readonly network: KnowingNetwork;
}
