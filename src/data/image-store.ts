import type { LabelledDigits } from './labelled-digits.ts';

/** A part of a store that has been written: images with their classes, from a place on. */
export interface StorePart extends LabelledDigits {
  readonly at: number;
}

/**
 * All images that a run may learn from, by place, for engines that keep a copy of their own. Images arrive, and some
 * are written anew; what has changed is told by revisions, so that a copy is brought up to date with what it lacks.
 */
export interface ImageStore {
  /** Images that there is room for. */
  readonly room: number;
  /**
   * What was written since a revision, and the revision now; since 0, all that is here. The parts are views, and
   * hold until more is written.
   */
  since(revision: number): { readonly revision: number; readonly parts: readonly StorePart[] };
}
