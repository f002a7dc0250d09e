import type { InputGradient } from '../../engines/engine.ts';
import type { IntegratedGradients } from '../../explain/integrated-gradients.ts';
import type { Occlusion } from '../../explain/occlusion.ts';
import type { Pair } from '../../explain/pair.ts';
import type { Digit28 } from '../../network/rasters.ts';

/** Why one digit and not the other, in the ink. */
export interface InkReasons {
  readonly occlusion: Occlusion;
  readonly integrated: IntegratedGradients;
}

/**
 * Served by the worker that computes batches for pages that explain. Every call names its network, P floats, so that
 * no answer can be of another one. The sizes are those of `Engine` in engines/engine.ts.
 */
export interface ExplainingWorker {
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
  /** What each part of the ink says for the one digit and against the other. */
  inkReasons(parameters: Float32Array, digit: Digit28, pair: Pair): Promise<InkReasons>;
}
