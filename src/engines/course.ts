import type { Distortion } from '../data/distortion/distortion.ts';
import type { LabelledDigits } from '../data/labelled-digits.ts';
import type { UpdateRule } from '../network/optimiser.ts';

/** What an engine trains on, and how it tells of it. */

/** Images with their classes, or `noDigit` of network/labels.ts where they have none. */
export type Batch = LabelledDigits;

/** What one pass over a batch measured, before the update. */
export interface BatchResult {
  /** Mean cross-entropy over the batch, in nats. */
  readonly loss: number;
  /** How many of the n images had their class on top. */
  readonly correct: number;
}

/** One step of a run: what the network learns from, and how it is changed. */
interface Lesson {
  readonly batch: Batch;
  readonly rule: UpdateRule;
}

/** What an engine trains on. */
export interface Course {
  /**
   * The lesson of the next step. Its batch stands in memory that the next one overwrites.
   * @throws the signal's reason, or why no images come
   */
  next(signal: AbortSignal): Promise<Lesson>;
  /** The same as data, for an engine that makes its batches itself; null where that cannot be. */
  resident?(): ResidentCourse | null;
}

/** The images of a run, all of them here, and how chance arranges and distorts them. */
export interface ResidentData {
  readonly digits: LabelledDigits;
  readonly seed: number;
  /** Places in `digits` of an epoch's images, in their order. Epochs count from 1. */
  places(epoch: number): Uint32Array;
  /**
   * Drawn for the image at place `i` of an epoch with the numbers of `CounterRandom(seed).at(epoch, i)`; null for
   * images as they are.
   */
  readonly distortion: Distortion | null;
}

interface ResidentCourse extends ResidentData {
  /** Where the run stands: its epoch, and the images of it that are done. */
  readonly from: { readonly epoch: number; readonly offset: number };
  readonly batchSize: number;
  /** Of the step that begins at this place. */
  ruleAt(epoch: number, offset: number): UpdateRule;
}

/** What one step measured, before its update. */
export interface StepResult extends BatchResult, Lesson {}

/** An engine that trains on a course. */
export interface Trainer {
  /**
   * Takes at least one step and at most so many, and tells of each in turn: as many as the engine can take between
   * two looks at its results.
   * @throws EngineError, or what the course throws
   */
  advance(most: number, signal: AbortSignal): Promise<readonly StepResult[]>;
}
