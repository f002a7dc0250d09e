import type { InputGradient } from '../../engines/engine.ts';
import type { LookingWorker } from './looking-contract.ts';

/**
 * Served by the worker that computes batches for pages that explain. Every call names its network, P floats, so that
 * no answer can be of another one. The sizes are those of `Engine` in engines/engine.ts.
 */
export interface ExplainingWorker extends LookingWorker {
  /** Class probabilities of n digits, n * 10. */
  classify(parameters: Float32Array, digits: Uint8Array): Promise<Float32Array>;
  /** All activations of n digits, n * A. */
  forward(parameters: Float32Array, digits: Uint8Array): Promise<Float32Array>;
  /** Logits, and gradients at n inputs of their sum weighted by the cotangents. */
  inputGradient(
    parameters: Float32Array,
    inputs: Float32Array,
    cotangents: Float32Array,
  ): Promise<InputGradient>;
}
