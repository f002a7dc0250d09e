import type { Result } from '../lib/result.ts';
/**
 * The one interface to everything that computes the network. All engines pass the same conformance
 * suite against the float64 reference in `network/`.
 *
 * Sizes: P = parameters (61,706 of LeNet-5), A = activations (9,118), n = images in a batch.
 * Images travel as uint8, n * 784 bytes (Digit28 after Digit28); engines pad and scale them.
 */

import type { Architecture } from '../network/architecture.ts';
import type { OptimiserState, UpdateRule } from '../network/optimiser.ts';

import type { Batch, BatchResult, ResidentCourse, StepResult } from './course.ts';

export type { OptimiserState, UpdateRule } from '../network/optimiser.ts';
export type { Batch, BatchResult } from './course.ts';

/** The id of an entry in registry.ts, as settings and stored runs name it. */
export type EngineKind = string;

/** Of n images. */
export interface InputGradient {
  /** What enters the softmax, n * 10 floats. */
  readonly logits: Float32Array;
  /** d(sum over k of cotangent[k] * logit[k]) / d input, n * 1,024 floats, image after image. */
  readonly gradient: Float32Array;
}

export interface EngineMemory {
  /** Live tensors (or buffers) that the engine holds. */
  readonly tensors: number;
  readonly bytes: number;
}

export interface Engine {
  readonly kind: EngineKind;
  /** The network that it computes. */
  readonly architecture: Architecture;
  /** The device in words: the renderer's name for webgl, the instruction set for wasm. */
  readonly device: string;
  /** The same as the driver puts it, where that says more. */
  readonly deviceDetail?: string;

  /** Copies P floats in. @throws ExpectationError on another length or values that are not finite. */
  loadParameters(parameters: Float32Array): Promise<void>;
  /** A copy of the P floats. */
  readParameters(): Promise<Float32Array>;

  /** All layers' activations, n * A floats, image after image, with a single readback. n >= 1. */
  forward(digits: Uint8Array): Promise<Float32Array>;
  /** Class probabilities only, n * 10 floats. n >= 1. */
  classify(digits: Uint8Array): Promise<Float32Array>;

  /** Mean gradient over the batch, P floats, without an update. */
  gradients(batch: Batch): Promise<BatchResult & { readonly gradient: Float32Array }>;
  /**
   * Gradients at the input: for explanations, which ask between bytes as well. Parameters and optimiser stay as
   * they are.
   * @param inputs n * 1,024 finite floats, Input32 after Input32, 0 paper to 1 ink as a rule
   * @param cotangents n * 10: the weight of each logit in the sum whose gradient is asked for
   */
  inputGradient(inputs: Float32Array, cotangents: Float32Array): Promise<InputGradient>;
  /**
   * The curvature of the loss along each parameter, P floats, as network/reference/curvature.ts has it: for the rule
   * of 1998, which takes it as the second moment. Absent where an engine cannot.
   */
  curvature?(batch: Batch): Promise<Float32Array>;
  /**
   * One forward and backward pass and one update.
   * @throws EngineError naming step and engine, also for a rule that it does not have
   */
  trainStep(batch: Batch, rule: UpdateRule): Promise<BatchResult>;

  /**
   * For an engine that keeps images, distortions and optimiser to itself and takes many steps at once; absent where
   * steps are given to it one by one. At least one step and at most so many, for a tenth of a second or so, in turns
   * that are short enough for a page to be drawn between them; it returns early when the signal is aborted.
   * @returns what each measured, in turn, once the last is done; null for a course that it cannot hold
   * @throws EngineError, or what the course throws
   */
  advance?(course: ResidentCourse, most: number, signal: AbortSignal): Promise<readonly StepResult[] | null>;

  readOptimiser(): Promise<OptimiserState>;
  loadOptimiser(state: OptimiserState): Promise<void>;

  memory(): EngineMemory;
  /** Resolves with the reason when the device is lost (GPU context, worker); pending otherwise. */
  readonly lost: Promise<string>;
  /** Loses the device on purpose, for tests; absent where nothing can be lost. */
  loseDevice?(): void;
  /** Frees everything; the engine answers nothing afterwards. Safe to call twice. */
  dispose(): Promise<void>;
}

/** What an engine is opened for. */
export interface EngineOptions {
  readonly workers: number;
  readonly architecture: Architecture;
}

/** Opening an engine gives it, or a reason in words that the page can show. It never throws. */
export type Opened = Result<{ readonly engine: Engine }>;
