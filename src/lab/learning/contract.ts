import type { Drawing } from '../../digits/drawing/drawing.ts';
import type { OwnDigitsImport } from '../../digits/own/own-digits-file.ts';
import type { SentNetwork } from '../../network/architecture.ts';
import type { Right } from './classifying.ts';

/** The messages between the page and the worker that learns one's own digits. Types only. */

export interface LearnRequest {
  /** The network to start from, P floats. */
  readonly parameters: Float32Array;
  /** At least one, without contradictions. */
  readonly digits: readonly { readonly label: number; readonly drawing: Drawing }[];
  readonly seed: number;
}

export interface LearnProgress {
  /** What is done now, in words. */
  readonly doing: string;
  /** 0..1 */
  readonly done: number;
  /** Null while nothing tells. */
  readonly secondsLeft: number | null;
}

/** How many were read right by the network as it was and as it is. */
export interface BeforeAfter {
  readonly before: Right;
  readonly after: Right;
}

export interface Learnt {
  /** Of the network that has learnt from all of one's own digits, P floats. */
  readonly parameters: Float32Array;
  /** What the own digits were mixed with. */
  readonly mixedWith: string;
  /** Of each of the two passes, or of the only one. */
  readonly steps: number;
  /** Own digits that it learnt from. */
  readonly learnt: BeforeAfter;
  /**
   * Own digits that a first pass did not learn from, read after that pass; null where there are too few
   * of each to leave any out.
   */
  readonly heldOut: BeforeAfter | null;
  /** Of the known handwriting's test images. */
  readonly test: BeforeAfter;
}

/** How many test images a network reads right. */
export interface Measured extends Right {
  /** Of which handwriting: "MNIST", or what stands in for it. */
  readonly of: string;
}

/** Served by the worker through comlink. It does one of these, once. */
export interface LearnWorker {
  /** The digits of a file that was exported; without ids. */
  readDigits(file: Blob): Promise<OwnDigitsImport>;
  /**
   * @param alive called while it works, so that a slow device is not taken for a dead worker
   * @throws Error saying why nothing could be measured
   */
  measure(network: SentNetwork, alive: () => void): Promise<Measured>;
  /** @throws Error saying why nothing could be learnt */
  learn(request: LearnRequest, report: (progress: LearnProgress) => void, alive: () => void): Promise<Learnt>;
}
