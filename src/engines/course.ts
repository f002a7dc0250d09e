import type { Distortion } from '../data/distortion/distortion.ts';
import type { ImageStore } from '../data/image-store.ts';
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
  /**
   * The same as data, as it stands now, for an engine that makes its batches itself: asked before each advance.
   * Null where that cannot be.
   */
  resident?(): Promise<ResidentCourse | null>;
}

/** Where a run stands in its data: the epoch, from 1, and the images of it that are done. */
export interface Place {
  readonly epoch: number;
  readonly offset: number;
}

/** The images of a run, and how chance arranges and distorts them. */
export interface ResidentData {
  /** The same object for as long as a run lasts: what an engine has of it stays true. */
  readonly store: ImageStore;
  /** Any 32-bit integer. */
  readonly seed: number;
  /** Places in the store of an epoch's images, in their order. The same array when it is asked for again. */
  places(epoch: number): Uint32Array;
  /**
   * Drawn for the image at place `i` of an epoch with the numbers of `CounterRandom(seed).at(epoch, i)`; null for
   * images as they are.
   */
  readonly distortion: Distortion | null;
  /**
   * Waits until the images of `least` places from `from` are in the store, all of one epoch; of none, it does not
   * wait, so that steps that were taken are told before more images come.
   * @returns how many are: at least `least`, at most `most`
   * @throws the signal's reason, or why no images come
   */
  ready(from: Place, least: number, most: number, signal: AbortSignal): Promise<number>;
}

/** A run as an engine takes it that makes its batches itself. */
export interface ResidentCourse extends ResidentData {
  readonly from: Place;
  /** The last batch of an epoch is what is left of it. */
  readonly batchSize: number;
  /** Of the step that begins at this place. */
  ruleAt(place: Place): UpdateRule;
  /** The batch that begins at this place, as the network sees it, for whoever looks at it. */
  batchAt(place: Place): Promise<Batch>;
}

/** What one step measured, before its update. */
export interface StepResult extends BatchResult {
  /** Of its batch. */
  readonly images: number;
  readonly rule: UpdateRule;
  /** What it learned from, for whoever looks at it before the next advance. */
  batch(): Promise<Batch>;
}

/** An engine that trains on a course. */
export interface Trainer {
  /**
   * Takes at least one step and at most so many, and tells of each in turn. The engine stands after the last of
   * them.
   * @throws EngineError, or what the course throws
   */
  advance(most: number, signal: AbortSignal): Promise<readonly StepResult[]>;
}
