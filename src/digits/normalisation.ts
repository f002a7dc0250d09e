import type { Digit28 } from '../lenet/rasters.ts';

/**
 * Every step from the ink to what the network is given, for the page to show.
 * MNIST's recipe (LeCun et al. 1998, section III.A; the MNIST page's own words): size-normalised to
 * fit a 20 x 20 box with the aspect kept, anti-aliased, then placed in 28 x 28 by centre of mass.
 */
export interface Normalisation {
  /** The ink's bounding box on the paper, in paper units. */
  readonly crop: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** 20 x 20 bytes: the ink scaled so that its longer side is 20, in the middle of the shorter one. */
  readonly box20: Uint8Array;
  /** The box moved by whole pixels so that the centre of mass falls on the centre of 28 x 28. */
  readonly digit: Digit28;
}
