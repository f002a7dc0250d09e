import type { Drawing } from '../../digits/drawing/drawing.ts';
import type { EngineMemory, InputGradient } from '../../engines/engine.ts';
import type { IntegratedGradients } from '../../explain/integrated-gradients.ts';
import type { Occlusion } from '../../explain/occlusion.ts';
import type { Pair } from '../../explain/pair.ts';
import type { Change } from '../../explain/smallest-change.ts';
import type { KnowingNetwork } from '../../network/energy.ts';
import type { Digit28 } from '../../network/rasters.ts';
import type { LookingWorker } from './looking-contract.ts';
import type { MappingWorker } from './mapping-contract.ts';
import type { SmallRunState } from './small-run.ts';
import type { WhatIfWorker } from './what-if-contract.ts';

/** Why one digit and not the other, in the ink. */
export interface InkReasons {
  readonly occlusion: Occlusion;
  readonly integrated: IntegratedGradients;
}

interface ChangeWish {
  readonly drawing: Drawing;
  /** Of added lines where the drawing has none to go by, in paper units. */
  readonly brushWidth: number;
  /** What it is read as, and what it should be read as: null for any other digit. */
  readonly from: number;
  readonly to: number | null;
}

/**
 * Served by the worker that computes batches for pages that explain. Every call names its network, P floats, which
 * also tell the architecture, so that no answer can be of another one. The sizes are those of `Engine` in engines/engine.ts.
 */
export interface ExplainingWorker extends LookingWorker, MappingWorker, WhatIfWorker {
  /**
   * Trains a network from its beginning, for a reader to watch. A newer run ends the one before.
   * @param digit of the reader, 784 bytes, which it is asked about as it learns; null for none
   * @returns whether it came to its end
   */
  smallRun(
    asked: { readonly digit: Uint8Array | null; readonly seed: number; readonly ms: number },
    report: (state: SmallRunState) => void,
  ): Promise<boolean>;
  stopSmallRun(): Promise<void>;
  /** What the engine holds, for tests of leaks. */
  memory(): Promise<EngineMemory>;
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
  /**
   * The smallest change of a drawing that has it read as something else, verified; null where none was found. It
   * makes way for a question about ink that comes meanwhile, and begins again after it.
   */
  smallestChange(network: KnowingNetwork, wish: ChangeWish): Promise<Change | null>;
}
