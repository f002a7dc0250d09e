import type { Drawing } from '../../digits/drawing/drawing.ts';
import type { WhatIfWay } from '../../explain/changed-drawing.ts';
import type { WhatIfId, WhatIfMoment } from '../../explain/what-if.ts';

/** A slider over its whole range, the others as `way` has them. */
export interface DrawingQuestion {
  readonly drawing: Drawing;
  readonly way: WhatIfWay;
  readonly id: WhatIfId;
}

/** One slider over its whole range, the others neutral. */
export interface RobustnessQuestion {
  readonly id: WhatIfId;
  readonly moment: WhatIfMoment;
}

/** How many test digits are read right at each of `stopsOf`, as far as they are measured. */
export interface Robustness {
  /** Ascending as the values; fewer than them while it is being measured. */
  readonly right: readonly number[];
  readonly total: number;
  /** Whose digits they are: "MNIST", or what stands in for it. */
  readonly of: string;
}

/**
 * The calls behind "What if". Test digits are those of `LookingWorker`. Work of a slider waits between any two
 * slices for whatever else is asked, so that an answer follows a slider meanwhile. A newer call of a kind makes the
 * one before it answer null.
 */
export interface WhatIfWorker {
  /** Ten probabilities at each of `stopsOf` the slider, stops * 10; null also for a drawing without ink. */
  drawingCurve(parameters: Float32Array, asked: DrawingQuestion): Promise<Float32Array | null>;
  /** @param report told what is measured so far, and the share of all the work that is done, 0..1 */
  robustness(
    parameters: Float32Array,
    asked: RobustnessQuestion,
    report: (soFar: Robustness, share: number) => void,
  ): Promise<Robustness | null>;
  /** Ends the measurement under way, whose call answers null. */
  stopRobustness(): Promise<void>;
}
