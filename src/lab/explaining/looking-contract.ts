import type { LooksFor } from '../../explain/looks-for.ts';
import type { OptimisedPicture } from '../../explain/optimised-picture.ts';
import type { Target } from '../../explain/target.ts';
import type { Measured } from '../learning/contract.ts';

/** What a map or unit looks for among the digits that the worker has, and how the network reads them. */
export interface Looked extends LooksFor {
  readonly measured: Measured;
}

/**
 * The calls behind "what a unit looks for". They are answered from the first 1,000 test digits of MNIST where the
 * browser has it, else from synthetic handwriting; `measured.of` names which. A newer call of a kind makes the one
 * before it answer null: nobody waits for that any more.
 */
export interface LookingWorker {
  /**
   * The first call for a network passes all digits through it; another target of the same network is answered from
   * what was kept.
   * @param report told the share that is done, 0..1, while digits are written or passed through
   */
  looksFor(parameters: Float32Array, target: Target, report: (share: number) => void): Promise<Looked | null>;
  /** The mean of each unit of a dense layer for each class of the same digits, units * 10. */
  classMeans(parameters: Float32Array, layer: string): Promise<Float32Array | null>;
  /** How many of the same digits a network of P floats reads right. */
  accuracy(parameters: Float32Array): Promise<Measured | null>;
  /**
   * The picture that excites a target most.
   * @param seed any 32-bit integer: of the noise that it begins with
   * @param report told the picture as it forms
   */
  optimisedPicture(
    parameters: Float32Array,
    target: Target,
    seed: number,
    report: (picture: OptimisedPicture) => void,
  ): Promise<OptimisedPicture | null>;
  /** Ends the picture that is being made, whose call answers null. */
  stopPicture(): Promise<void>;
}
