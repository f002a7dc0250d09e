import type { Answer } from '../../digits/answer-rules.ts';
import type { Drawing } from '../../digits/drawing/drawing.ts';
import type { NumberReading } from '../../digits/number/read-number.ts';
import type { SlidNumber } from '../../digits/number/slide-number.ts';
import type { Normalisation } from '../../digits/raster/normalisation.ts';
import type { EngineKind } from '../../engines/engine.ts';
import type { SentNetwork } from '../../network/architecture.ts';

/** The messages between the page and the worker that computes. Types only, so both sides may import it. */

export interface ReadRequest {
  /** The drawing's counter of changes; comes back with the reading. */
  readonly revision: number;
  readonly drawing: Drawing;
}

/** What the network makes of one drawing. */
export interface Reading {
  readonly revision: number;
  /** The id of the network that has read it. */
  readonly architecture: string;
  readonly answer: Answer;
  /** Null when there is no ink; the activations are then those of blank paper. */
  readonly normalisation: Normalisation | null;
  /** All layers' activations, A floats in the order of `network/spec`. */
  readonly activations: Float32Array;
  /** Wall time of the forward pass with its readback, in the worker. */
  readonly forwardMs: number;
  /** What the engine holds after this answer; it must not grow with the answers. */
  readonly memory: { readonly tensors: number; readonly bytes: number };
}

/** What the network makes of one drawing as a line of digits. */
export interface ReadNumber extends NumberReading {
  readonly revision: number;
}

/** The same beside the drawing whose strokes it names. */
export interface NumberOfDrawing extends ReadNumber {
  readonly drawing: Drawing;
}

/** What sliding the network over one drawing reads. */
export interface ReadBySliding {
  readonly revision: number;
  /** Null for paper without ink. */
  readonly slid: SlidNumber | null;
}

/** What answers, and what was tried before it. */
export interface DeviceReport {
  readonly kind: EngineKind;
  readonly device: string;
  /** The same as the driver puts it. */
  readonly deviceDetail: string;
  /** Engines that come earlier in the order and did not open, with the reason. */
  readonly refused: readonly { readonly kind: EngineKind; readonly reason: string }[];
  /** What would answer if training left it the time on the GPU; null where it does. */
  readonly insteadOf: EngineKind | null;
}

/** The state of the reader, for the page to show. */
export type ReaderStatus =
  | { readonly state: 'opening' }
  | { readonly state: 'loading model' }
  | { readonly state: 'warming up' }
  | {
      readonly state: 'ready';
      readonly device: DeviceReport;
      /** The network that answers: the model's, or that of `answerWith`. */
      readonly architecture: string;
      readonly parameters: Float32Array;
      /** The least energy of what that network knows as a digit; null where it says none. */
      readonly leastEnergy: number | null;
    }
  /** The device was lost; it is being rebuilt and the drawing will be answered again. */
  | { readonly state: 'rebuilding'; readonly reason: string }
  /** Nothing can answer until `retry`. `what` tells which part failed. */
  | { readonly state: 'failed'; readonly what: 'model' | 'engine' | 'worker'; readonly message: string };

/** Served by the worker through comlink. */
export interface LabWorker {
  /** Opens the first engine that works, loads the model at `modelUrl`, warms up; reports every state. */
  start(
    modelUrl: string,
    engines: readonly EngineKind[],
    report: (status: ReaderStatus) => void,
  ): Promise<void>;
  /** Tries again what failed. */
  retry(): Promise<void>;
  /** Answers with this network from now on, or with the model's again (null); a status says when. */
  answerWith(network: SentNetwork | null): Promise<void>;
  /**
   * Answers without the GPU as long as it is to be spared, where something else opens. Resolves when it does; the
   * way back is taken a moment later, lest it be for nothing.
   */
  spareGpu(spare: boolean): Promise<void>;
  /** Null when there is nothing to answer with at the moment; a status has said why. */
  read(request: ReadRequest): Promise<Reading | null>;
  /** The same for a line of digits; all pieces of ink that may be digits are scored in batches. */
  readNumber(request: ReadRequest): Promise<ReadNumber | null>;
  /** The same line of digits without cuts, in plain code whatever engine answers. */
  slideNumber(request: ReadRequest): Promise<ReadBySliding | null>;
  /** Live tensors and bytes of the engine, for tests of leaks. */
  memory(): Promise<{ readonly tensors: number; readonly bytes: number }>;
  /** Loses the GPU context on purpose (WEBGL_lose_context), for tests. False where there is none. */
  loseContext(): Promise<boolean>;
}
